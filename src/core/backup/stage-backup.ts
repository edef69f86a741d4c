import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { FileStore } from '#core/media/file-store.ts'
import { DATABASE_NAME, Database, DatabaseTooNewError, isDamage, MEDIA_NAME } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { ReadProgress } from './chunks.ts'
import { withFiles } from './failures.ts'
import type { BackupPorts, RestoredParts } from './ports.ts'
import { beginStage, dropStage, markStage } from './profile-swap.ts'
import { type OpenedBackup, type ReadBackup, readBackup } from './read-backup.ts'
import { settleRestoredBroadcasts } from './restored-broadcasts.ts'
import { settleRestoredMedia } from './restored-media.ts'
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
      const { manifest, media } = await extract(backup, stage, onProgress)
      prepareDatabase(path.join(stage, DATABASE_NAME), media, now)
      const { accounts, settings } = manifest
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

async function extract(backup: OpenedBackup, stage: string, onProgress: ReadProgress): Promise<ReadBackup> {
  await using database = await open(path.join(stage, DATABASE_NAME), 'wx', 0o600)
  const media = new FileStore(path.join(stage, MEDIA_NAME), { uuid: randomUUID })
  const read = await readBackup(backup, onProgress, { database, media })
  await database.sync()
  return read
}

/** Brings the database to this version; it knows the media that came with it, and nothing in it goes out by itself. */
function prepareDatabase(file: string, media: ReadonlySet<string>, now: number): void {
  try {
    const database = new Database(file)
    try {
      settleRestoredBroadcasts(database, now)
      settleRestoredOutbox(database)
      settleRestoredMedia(database, media)
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof DatabaseTooNewError) throw new AppError('backup-too-new')
    if (isDamage(error)) throw new AppError('backup-damaged')
    throw error
  }
}
