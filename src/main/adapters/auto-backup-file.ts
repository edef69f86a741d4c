import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isMark } from '#core/backup/auto-folder.ts'
import type { AutoBackupStore, KeptAutoBackups } from '#core/backup/ports.ts'
import { APP_ERROR_CODES } from '#shared/errors.ts'
import { MAX_BACKUP_DAYS, MAX_BACKUPS_KEPT } from '#shared/limits.ts'
import { writeDurably } from './durable-file.ts'
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

/** Automatic backups in `backups.json` of the profile; their passphrase is enciphered as the vault's secrets are (P9). */
export function openAutoBackupFile(
  folder: string,
  vault: Pick<SystemVault, 'protection' | 'encipher' | 'decipher'>,
): AutoBackupStore {
  const file = path.join(folder, FILE_NAME)
  let { kept, sealed } = readStored(file)
  let inMemory: string | null = null

  function write(next: KeptAutoBackups, nextSealed: string | null): void {
    writeDurably(file, JSON.stringify({ kept: next, sealed: nextSealed }))
    kept = Kept.parse(next)
    sealed = nextSealed
  }

  return {
    read: () => kept,
    write: (next) => write(next, sealed),
    hasPassphrase: () => inMemory !== null || sealed !== null,
    passphrase: async () => inMemory ?? (sealed === null ? null : await vault.decipher(sealed)),
    async setPassphrase(passphrase) {
      const isKept = passphrase !== null && vault.protection() !== 'session-only'
      write(kept, isKept ? await vault.encipher(passphrase) : null)
      inMemory = isKept ? null : passphrase
    },
  }
}
