import type { AccountId } from '#shared/model/ids.ts'
import type { SecretVault } from './ports.ts'

/** A vault that forgets everything at the end; for tokens that are no real secrets. */
export function createMemoryVault(): SecretVault {
  const tokens = new Map<AccountId, string>()
  return {
    protection: () => 'session-only',
    get: async (id) => tokens.get(id) ?? null,
    set: async (id, token) => {
      tokens.set(id, token)
    },
    delete: async (id) => {
      tokens.delete(id)
    },
  }
}
