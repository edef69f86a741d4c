import path from 'node:path'
import { DATABASE_NAME, Database, DatabaseTooNewError, isDamage } from '#core/storage/database.ts'
import { settleRestoredBroadcasts } from './restored-broadcasts.ts'
import { settleRestoredMedia } from './restored-media.ts'
import { settleRestoredOutbox } from './restored-outbox.ts'
import { settleRestoredPrograms } from './restored-programs.ts'

/** A database that came out of a backup, as it goes to the thread that prepares it. */
export interface StageOrder {
  /** Where it lies. */
  folder: string
  /** Hashes of the media that came with it. */
  media: ReadonlySet<string>
  /** Milliseconds since 1970. */
  now: number
}

/** What became of it; a disk that refuses is an error instead. */
export type Prepared = 'ready' | 'too-new' | 'damaged'

/**
 * Brings a restored database to this version; it knows the media that came with it, and nothing in it goes out by itself.
 * Takes seconds for a big one of an earlier version, so never on main's thread (B10).
 */
export function prepareStage({ folder, media, now }: StageOrder): Prepared {
  try {
    const database = new Database(path.join(folder, DATABASE_NAME))
    try {
      settleRestoredBroadcasts(database, now)
      settleRestoredOutbox(database)
      settleRestoredMedia(database, media)
      settleRestoredPrograms(database)
    } finally {
      database.close()
    }
    return 'ready'
  } catch (error) {
    if (error instanceof DatabaseTooNewError) return 'too-new'
    if (isDamage(error)) return 'damaged'
    throw error
  }
}
