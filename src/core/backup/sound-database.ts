import { DatabaseSync } from 'node:sqlite'
import { isDamage } from '#core/storage/database.ts'

/** Looks through a whole database that nothing writes to; takes seconds for a big one. @throws what is no damage */
export function isSoundDatabase(file: string): boolean {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'
    } finally {
      database.close()
    }
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}
