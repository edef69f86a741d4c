import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { FileStore } from '#core/media/file-store.ts'
import { DATABASE_NAME, MEDIA_NAME } from '#core/storage/database.ts'
import { GradualFile } from '#core/storage/gradual-file.ts'
import { AppError } from '#shared/errors.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { ReadProgress } from './chunks.ts'
import { withFiles } from './failures.ts'
import type { BackupPorts, RestoredParts } from './ports.ts'
import type { StageOrder } from './prepare-stage.ts'
import { beginStage, dropStage, markStage, syncStage } from './profile-swap.ts'
import { type OpenedBackup, type ReadBackup, readBackup } from './read-backup.ts'

export interface StageOptions {
  now: number
  onProgress: ReadProgress
  /** Aborted when the operator thinks better of it. */
  signal: AbortSignal
}

/**
 * Builds a whole profile from a backup and marks it as the next one. Nothing is changed when it fails.
 * @throws AppError like `readBackup`, `vault-refused`, `storage-full`; what `onProgress` throws, and the signal's reason
 */
export async function stageBackup(
  backup: OpenedBackup,
  ports: Pick<BackupPorts, 'profileFolder' | 'prepare' | 'stage'>,
  { now, onProgress, signal }: StageOptions,
): Promise<RestoredParts> {
  const { profileFolder } = ports
  try {
    return await withFiles('storage-failed', async () => {
      const stage = await beginStage(profileFolder)
      const { manifest, media } = await extract(backup, stage, onProgress)
      await prepare({ folder: stage, media, now }, ports, signal)
      const { accounts, settings } = manifest
      const tokens = new Map(
        accounts.flatMap(({ id, token }) => (token === null ? [] : [[id, token] as const])),
      )
      const parts = { settings, tokens }
      await ports.stage(stage, parts)
      await syncStage(profileFolder)
      await markStage(profileFolder, now, signal)
      return parts
    })
  } catch (error) {
    await dropStage(profileFolder)
    throw error
  }
}

async function extract(backup: OpenedBackup, stage: string, onProgress: ReadProgress): Promise<ReadBackup> {
  await using handle = await open(path.join(stage, DATABASE_NAME), 'wx', 0o600)
  const database = new GradualFile(handle)
  const media = new FileStore(path.join(stage, MEDIA_NAME), { uuid: randomUUID })
  const read = await readBackup(backup, onProgress, { database, media })
  await database.sync()
  return read
}

/** @throws AppError `backup-too-new`, `backup-damaged` */
async function prepare(
  order: StageOrder,
  ports: Pick<BackupPorts, 'prepare'>,
  signal: AbortSignal,
): Promise<void> {
  const prepared = await ports.prepare(order, signal)
  switch (prepared) {
    case 'ready':
      return
    case 'too-new':
      throw new AppError('backup-too-new')
    case 'damaged':
      throw new AppError('backup-damaged')
    default:
      unreachable(prepared)
  }
}
