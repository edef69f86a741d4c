import type { LockStore, StoredLock } from '#core/lock/ports.ts'

/** A lock's file in memory; it outlives the lock that is given it. */
export class TestLockStore implements LockStore {
  kept: StoredLock | null = null
  writeError: Error | null = null

  read(): StoredLock | null {
    return this.kept
  }

  write(lock: StoredLock | null): void {
    if (this.writeError !== null) throw this.writeError
    this.kept = lock
  }
}
