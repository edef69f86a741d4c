import { safeStorage } from 'electron'
import Store from 'electron-store'
import type { SecretSlot } from '#core/network/bound-credentials.ts'
import type { Protection, SecretVault } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import { unreachable } from '#shared/unreachable.ts'
import { setAsideIfDamaged } from './json-file.ts'

/** The vault and what only the composition root may do with it. */
export interface SystemVault extends SecretVault {
  /** What a proxy asks for, kept as tokens are. */
  readonly proxy: SecretSlot
  /** Where a damaged secrets file was put at start, if it was. */
  readonly setAside: string | null
  /** The operator's answer where only weak protection is to be had. */
  answer(choice: 'store-anyway' | 'session-only'): void
  /** A secret for a file of its own, as base64. @throws AppError `vault-refused` while it may not be kept */
  encipher(secret: string): Promise<string>
  /** Null when what it was enciphered with is gone. @throws AppError `vault-refused` while the keyring is locked */
  decipher(ciphertext: string): Promise<string | null>
}

/** No account has this id. */
const PROXY_KEY = 'proxy'

/** How well `safeStorage` protects here: a keyring or the system's own means, a mere obfuscation, or nothing. */
async function offeredProtection(): Promise<'strong' | 'weak'> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'weak'
  if (process.platform !== 'linux') return 'strong'
  const backend = safeStorage.getSelectedStorageBackend()
  return backend === 'basic_text' || backend === 'unknown' ? 'weak' : 'strong'
}

async function encipher(secret: string): Promise<string> {
  return (await safeStorage.encryptStringAsync(secret)).toString('base64')
}

async function decipher(ciphertext: string): Promise<string | null> {
  try {
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'))
    return result
  } catch {
    // A keyring that is locked for now is asked again; a key that is gone, as on another machine, is not.
    if (await safeStorage.isAsyncEncryptionAvailable()) return null
    throw new AppError('vault-refused')
  }
}

/**
 * Bot tokens, each enciphered by the system, in `secrets.json` of the profile (P9). Tokens that
 * cannot be deciphered any more read as absent, which asks for a new sign-in.
 */
export async function openSystemVault(options: {
  folder: string
  now: number
  weakAgreed: boolean
}): Promise<SystemVault> {
  const setAside = setAsideIfDamaged(options.folder, 'secrets', options.now)
  const store = new Store<Record<string, unknown>>({
    cwd: options.folder,
    name: 'secrets',
    configFileMode: 0o600,
  })
  // the store reads its file at every access, and at a start every account asks for its token
  const ciphertexts = new Map(Object.entries(store.store))
  const memory = new Map<string, string>()
  let protection: Protection =
    (await offeredProtection()) === 'strong' ? 'strong' : options.weakAgreed ? 'weak-agreed' : 'ask'

  function keep(id: string, ciphertext: string): void {
    store.set(id, ciphertext)
    ciphertexts.set(id, ciphertext)
  }

  function forget(id: string): void {
    store.delete(id)
    ciphertexts.delete(id)
  }

  const secrets = {
    async get(id: string): Promise<string | null> {
      const held = memory.get(id)
      if (held !== undefined) return held
      const stored = ciphertexts.get(id)
      return typeof stored === 'string' ? await decipher(stored) : null
    },
    async set(id: string, secret: string): Promise<void> {
      switch (protection) {
        case 'ask':
          throw new AppError('vault-refused')
        case 'session-only':
          memory.set(id, secret)
          // an earlier sign-in's secret would open the account at the next start
          forget(id)
          return
        case 'strong':
        case 'weak-agreed':
          keep(id, await encipher(secret))
          break
        default:
          unreachable(protection)
      }
    },
    async delete(id: string): Promise<void> {
      memory.delete(id)
      forget(id)
    },
  }

  return {
    setAside,
    protection: () => protection,
    answer(choice) {
      if (protection === 'ask') protection = choice === 'store-anyway' ? 'weak-agreed' : 'session-only'
    },
    ...secrets,
    decipher,
    async encipher(secret) {
      if (protection !== 'strong' && protection !== 'weak-agreed') throw new AppError('vault-refused')
      return encipher(secret)
    },
    proxy: {
      get: () => secrets.get(PROXY_KEY),
      set: (secret) => secrets.set(PROXY_KEY, secret),
      delete: () => secrets.delete(PROXY_KEY),
    },
  }
}
