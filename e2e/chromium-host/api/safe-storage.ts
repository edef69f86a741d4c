import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { strict } from '../strict.ts'

const KEY_FILE = 'Host Key'
const MARK = Buffer.from('host1')
const IV_BYTES = 12
const TAG_BYTES = 16

export interface SafeStorageDeps {
  readonly isReady: () => boolean
  /** Where the key is kept. */
  readonly folder: () => string
}

/**
 * `safeStorage` without a keyring: AES-256-GCM under a key beside the data, which is what Chromium calls
 * `basic_text`. It is weak protection and says so, whether or not `--password-store=basic` agreed to it.
 */
export function createSafeStorage(
  deps: SafeStorageDeps,
): Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
> {
  const key = onceReady(deps)
  return strict('safeStorage', {
    // Only on Linux can the app learn that the backend is weak; elsewhere "available" would mean the keychain.
    async isAsyncEncryptionAvailable() {
      return deps.isReady() && process.platform === 'linux'
    },
    async encryptStringAsync(plainText: string) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', await key(), iv)
      const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
      return Buffer.concat([MARK, iv, cipher.getAuthTag(), body])
    },
    async decryptStringAsync(encrypted: Buffer) {
      return { shouldReEncrypt: false, result: decrypt(await key(), Buffer.from(encrypted)) }
    },
    getSelectedStorageBackend() {
      return deps.isReady() ? 'basic_text' : 'unknown'
    },
  })
}

function decrypt(key: Buffer, bytes: Buffer): string {
  const start = MARK.length + IV_BYTES + TAG_BYTES
  if (bytes.length < start || !bytes.subarray(0, MARK.length).equals(MARK)) {
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
  }
  const iv = bytes.subarray(MARK.length, MARK.length + IV_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAuthTag(bytes.subarray(MARK.length + IV_BYTES, start))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8')
  } catch {
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
  }
}

/** The key, read or made once, and not before the app is ready. */
function onceReady(deps: SafeStorageDeps): () => Promise<Buffer> {
  let key: Promise<Buffer> | undefined
  return async () => {
    if (!deps.isReady()) throw new Error('safeStorage cannot be used before app is ready')
    key ??= readOrMakeKey(deps.folder())
    return await key
  }
}

async function readOrMakeKey(folder: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, KEY_FILE)
  const fresh = randomBytes(32)
  try {
    await writeFile(path, fresh, { flag: 'wx', mode: 0o600, flush: true })
    return fresh
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const kept = await readFile(path)
  if (kept.length !== 32) throw new Error('the key of safeStorage is damaged')
  return kept
}
