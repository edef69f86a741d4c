import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { z } from 'zod'

/** Where the note stands: beside the database, under its name with this behind it. */
export const NOTE_SUFFIX = '-note'

export const NotedAccount = z.object({
  id: z.string(),
  number: z.number().int(),
  alias: z.string().nullable(),
  colour: z.number().int(),
  bot_id: z.string(),
  base_url: z.string(),
  owner_user_id: z.string().nullable(),
  binding: z.number().int(),
  signed_out: z.number().int(),
  is_default: z.number().int(),
  position: z.number().int(),
  removed: z.number().int(),
})

/** What is known of an account beside its row: enough to go on with its token. No secrets (P9). */
export type NotedAccount = z.infer<typeof NotedAccount>

/**
 * What must be known when the database is not: kept in a file of its own, at most a second behind. A database that was
 * damaged where it does not show, or is gone, is measured by it (P1, P21).
 */
export interface RecoveryNote {
  /** The highest number that a message was given: messages are numbered as they arrive. */
  arrivals: number
  accounts: NotedAccount[]
}

/** Where the note is kept. */
export interface NoteStore {
  write(note: RecoveryNote): Promise<void>
}

const Note: z.ZodType<RecoveryNote> = z.object({
  arrivals: z.number().int().nonnegative(),
  accounts: z.array(NotedAccount),
})

/** The note beside the database `databaseFile`; null where there is none that can be read. */
export function readNote(databaseFile: string): RecoveryNote | null {
  const file = databaseFile + NOTE_SUFFIX
  if (!existsSync(file)) return null
  try {
    return Note.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Keeps the note beside the database `databaseFile`; durable when it is done, and never half written. */
export function createNoteFile(databaseFile: string): NoteStore {
  const file = databaseFile + NOTE_SUFFIX
  return {
    async write(note) {
      const draft = `${file}.draft`
      const handle = await open(draft, 'w', 0o600)
      try {
        await handle.writeFile(JSON.stringify(note))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, file)
    },
  }
}
