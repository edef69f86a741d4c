import { closeSync, openSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { backup, DatabaseSync } from 'node:sqlite'

/** Pages copied at a time, away from the event loop. */
const PAGES = 512

/**
 * Copies the database as it is at this moment into a private file of its own, while the app goes on
 * writing. `read` sees the same moment, and what it found is there from the first step on. @throws what `onProgress` throws, which ends the copy.
 */
export async function copyDatabase<T>(options: {
  source: string
  target: string
  read(snapshot: DatabaseSync): Promise<T>
  onProgress(done: number, total: number, facts: T): void
}): Promise<T> {
  const { source, target, read, onProgress } = options
  await removeCopy(target)
  closeSync(openSync(target, 'wx', 0o600))
  // A connection of its own: an open read transaction holds the moment still, and steps of the copy
  // never wait for the app's connection, nor it for them.
  const snapshot = new DatabaseSync(source, { readOnly: true })
  // closed after the copy: SQLite's own locks on the file go with it
  await using file = await open(target, 'r+')
  let settled: Promise<void> | null = null
  // or all of it is made durable at once at its end, and every commit waits that comes meanwhile
  const settle = () => {
    settled ??= file
      .datasync()
      .catch(() => undefined)
      .finally(() => {
        settled = null
      })
  }
  try {
    snapshot.exec('BEGIN')
    const facts = await read(snapshot)
    await backup(snapshot, target, {
      rate: PAGES,
      progress({ totalPages, remainingPages }) {
        settle()
        onProgress(totalPages - remainingPages, totalPages, facts)
      },
    })
    return facts
  } finally {
    snapshot.close()
    await settled
  }
}

/** Removes a copy and what SQLite may have left beside it. */
export async function removeCopy(target: string): Promise<void> {
  for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(target + suffix, { force: true })
}
