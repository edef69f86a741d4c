import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { LockStore, StoredLock } from '#core/lock/ports.ts'
import { Verifier } from '#core/lock/verifier.ts'
import { syncFolder } from '#core/storage/sync-folder.ts'

/** Beside the parts that a restore exchanges, so that it stays what it is here. */
const LOCK_NAME = 'lock.json'

const Stored = z.object({ verifier: Verifier, wrongTries: z.number().int().nonnegative() })

/** A file that cannot be read was written once: it opens to nobody, and does not open by being damaged. */
function readLock(file: string): StoredLock | null {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isAbsent ? null : { verifier: null, wrongTries: 0 }
  }
}

/** The lock in `lock.json` of the profile: durable when it is written, and never half written. */
export function openLockFile(folder: string): LockStore {
  const file = path.join(folder, LOCK_NAME)
  // asked for at every try, and read by nobody else
  let kept = readLock(file)
  return {
    read: () => kept,
    write(next) {
      if (next === null)
        for (const name of [file, draftOf(file)]) rmSync(name, { force: true, recursive: true })
      // who has forgotten how it opens must not make it look sound again
      else if (next.verifier !== null) writeDurably(file, JSON.stringify(next))
      kept = next
    },
  }
}

function draftOf(file: string): string {
  return `${file}.draft`
}

function writeDurably(file: string, content: string): void {
  const draft = draftOf(file)
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
  syncFolder(path.dirname(file))
}
