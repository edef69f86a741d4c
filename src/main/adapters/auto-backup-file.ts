import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { isMark } from '#core/backup/auto-folder.ts'
import type { AutoBackupStore } from '#core/backup/ports.ts'
import { isDiskFull } from '#core/storage/database.ts'
import { APP_ERROR_CODES, AppError } from '#shared/errors.ts'
import { MAX_BACKUP_DAYS, MAX_BACKUPS_KEPT } from '#shared/limits.ts'
import type { SystemVault } from './secret-vault.ts'

/** Beside the parts that a restore exchanges, so that it stays what it is here. */
const FILE_NAME = 'backups.json'

const Time = z.number().int()

/** What is damaged falls back alone: a folder is not forgotten for a broken time. */
const Kept = z.object({
  mark: z.string().refine(isMark).nullable().catch(null),
  plan: z
    .object({
      folder: z.string(),
      everyDays: z.number().int().min(1).max(MAX_BACKUP_DAYS),
      keep: z.number().int().min(1).max(MAX_BACKUPS_KEPT),
    })
    .nullable()
    .catch(null),
  made: z.array(z.object({ folder: z.string(), name: z.string() })).catch([]),
  last: z.object({ at: Time, name: z.string(), bytes: z.number() }).nullable().catch(null),
  failure: z
    .object({ code: z.enum(APP_ERROR_CODES), since: Time, quietUntil: Time.nullable() })
    .nullable()
    .catch(null),
  byHandAt: Time.nullable().catch(null),
  quietUntil: Time.nullable().catch(null),
})

const Stored = z.object({
  kept: Kept,
  /** The passphrase as the system enciphered it; null where it is not kept beyond this run, or there is none. */
  sealed: z.string().nullable().catch(null),
})

const NOTHING: z.infer<typeof Stored> = { kept: Kept.parse({}), sealed: null }

function readStored(file: string): z.infer<typeof Stored> {
  try {
    return existsSync(file) ? Stored.parse(JSON.parse(readFileSync(file, 'utf8'))) : NOTHING
  } catch {
    // it names files and holds a secret that opens none of them here: made anew, nothing is lost
    return NOTHING
  }
}

/** @throws AppError `storage-failed`, `storage-full` */
async function writeBeside(file: string, content: string): Promise<void> {
  const draft = `${file}.draft`
  try {
    {
      await using handle = await open(draft, 'w', 0o600)
      await handle.writeFile(content)
      await handle.sync()
    }
    await rename(draft, file)
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'storage-full' : 'storage-failed', undefined, { cause: error })
  }
}

/** Automatic backups in `backups.json` of the profile; their passphrase is enciphered as the vault's secrets are (P9). */
export function openAutoBackupFile(
  folder: string,
  vault: Pick<SystemVault, 'protection' | 'encipher' | 'decipher'>,
): AutoBackupStore {
  const file = path.join(folder, FILE_NAME)
  let { kept, sealed } = readStored(file)
  let inMemory: string | null = null

  let written: Promise<void> = Promise.resolve()

  /** Writes what is in force by then; one after the other, and beside main's thread. */
  function write(): Promise<void> {
    const own = written.then(() => writeBeside(file, JSON.stringify({ kept, sealed })))
    written = own.catch(() => undefined)
    return own
  }

  return {
    read: () => kept,
    write(next) {
      kept = Kept.parse(next)
      return write()
    },
    hasPassphrase: () => inMemory !== null || sealed !== null,
    passphrase: async () => inMemory ?? (sealed === null ? null : await vault.decipher(sealed)),
    async setPassphrase(passphrase) {
      const isKept = passphrase !== null && vault.protection() !== 'session-only'
      const next = isKept ? await vault.encipher(passphrase) : null
      sealed = next
      inMemory = isKept ? null : passphrase
      await write()
    },
  }
}
