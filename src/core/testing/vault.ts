import type { SecretSlot } from '#core/network/bound-credentials.ts'
import type { Protection, SecretVault } from '#core/ports.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** A vault in memory. */
export class TestVault implements SecretVault {
  readonly tokens = new Map<AccountId, string>()
  /** What a proxy asks for. */
  readonly slot: SecretSlot = {
    get: async () => this.secret,
    set: async (secret) => {
      if (this.setError !== null) throw this.setError
      this.secret = secret
    },
    delete: async () => {
      this.secret = null
    },
  }
  secret: string | null = null
  readonly trail: string[]
  protectedBy: Protection = 'strong'
  getError: Error | null = null
  setError: Error | null = null
  deleteError: Error | null = null

  constructor(trail: string[] = []) {
    this.trail = trail
  }

  protection(): Protection {
    return this.protectedBy
  }

  async get(id: AccountId): Promise<string | null> {
    if (this.getError !== null) throw this.getError
    return this.tokens.get(id) ?? null
  }

  async set(id: AccountId, token: string): Promise<void> {
    if (this.setError !== null) throw this.setError
    this.tokens.set(id, token)
    this.trail.push('vault')
  }

  async delete(id: AccountId): Promise<void> {
    if (this.deleteError !== null) throw this.deleteError
    this.tokens.delete(id)
    this.trail.push('forget')
  }
}
