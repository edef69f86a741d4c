import { open } from 'node:fs/promises'
import path from 'node:path'
import { DATABASE_NAME, Database, DatabaseTooNewError, isDamage } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { ReadProgress } from './chunks.ts'
import { withFiles } from './failures.ts'
import type { Manifest } from './manifest.ts'
import type { BackupPorts, RestoredParts } from './ports.ts'
import { beginStage, dropStage, markStage } from './profile-swap.ts'
import { type OpenedBackup, readBackup } from './read-backup.ts'
import { settleRestoredOutbox } from './restored-outbox.ts'

/**
 * Builds a whole profile from a backup and marks it as the next one. Nothing is changed when it fails.
 * @throws AppError like `readBackup`, `vault-refused`, `storage-full`; what `onProgress` throws
 */
export async function stageBackup(
  backup: OpenedBackup,
  ports: Pick<BackupPorts, 'profileFolder' | 'stage'>,
  now: number,
  onProgress: ReadProgress,
): Promise<RestoredParts> {
  const { profileFolder } = ports
  try {
    return await withFiles('storage-failed', async () => {
      const stage = beginStage(profileFolder)
      const file = path.join(stage, DATABASE_NAME)
      const { accounts, settings } = await extract(backup, file, onProgress)
      prepareDatabase(file)
      const tokens = new Map(
        accounts.flatMap(({ id, token }) => (token === null ? [] : [[id, token] as const])),
      )
      const parts = { settings, tokens }
      await ports.stage(stage, parts)
      markStage(profileFolder, now)
      return parts
    })
  } catch (error) {
    dropStage(profileFolder)
    throw error
  }
}

async function extract(backup: OpenedBackup, file: string, onProgress: ReadProgress): Promise<Manifest> {
  await using output = await open(file, 'wx', 0o600)
  const manifest = await readBackup(backup, onProgress, output)
  await output.sync()
  return manifest
}

/** Brings the database to this version and makes sure that nothing in it goes out by itself. */
function prepareDatabase(file: string): void {
  try {
    const database = new Database(file)
    try {
      settleRestoredOutbox(database)
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof DatabaseTooNewError) throw new AppError('backup-too-new')
    if (isDamage(error)) throw new AppError('backup-damaged')
    throw error
  }
}
