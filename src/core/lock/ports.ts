import type { ScryptParams } from '#core/scrypt.ts'
import type { Verifier } from './verifier.ts'

/** What is kept of the lock. */
export interface StoredLock {
  /** By which the passphrase is known; null where it cannot be read any more, which opens to nobody. */
  verifier: Verifier | null
  /** Wrong passphrases in a row. */
  wrongTries: number
}

/** Where the lock is kept on this computer between starts, in no backup. `write` is durable when it returns. */
export interface LockStore {
  /** Null: no passphrase is set. */
  read(): StoredLock | null
  write(lock: StoredLock | null): void
}

/** What a lock needs of the world. */
export interface LockPorts {
  store: LockStore
  scryptParams: ScryptParams
  /** How long nobody has used this computer, in milliseconds; 0 where the system cannot tell. */
  idleMs(): number
}
