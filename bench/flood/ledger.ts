import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Flushed } from '../painted/server.ts'

/** How what is stored differs from what the server had sent. */
export interface Difference {
  readonly lost: number
  readonly doubled: number
}

/** Counts in the database of a profile, whoever else has it open, the messages that the server had sent. */
export function compare(userDataDir: string, flushed: readonly Flushed[]): Difference {
  const sqlite = new DatabaseSync(path.join(userDataDir, 'data', 'linkboard.db'), { readOnly: true })
  const counts = new Map<number, number>()
  try {
    for (const { parts } of sqlite.prepare("SELECT parts FROM messages WHERE parts LIKE '%#%#%'").iterate()) {
      const number = Number(/#(\d+)#/.exec(String(parts))?.[1])
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
  } finally {
    sqlite.close()
  }
  const times = flushed.map(({ number }) => counts.get(number) ?? 0)
  return { lost: times.filter((one) => one === 0).length, doubled: times.filter((one) => one > 1).length }
}
