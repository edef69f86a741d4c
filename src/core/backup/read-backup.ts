import { open } from 'node:fs/promises'
import type { FileStore } from '#core/media/file-store.ts'
import type { GradualFile } from '#core/storage/gradual-file.ts'
import { MIGRATIONS } from '#core/storage/migrations.ts'
import { AppError } from '#shared/errors.ts'
import { type ReadProgress, readAt, readChunks } from './chunks.ts'
import { deriveKey, HEADER_BYTES, type Header, parseHeader } from './container.ts'
import { ContentReader } from './content-reader.ts'
import { withFiles } from './failures.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { readAttachment } from './media-content.ts'

/** A backup whose passphrase was right; the key is all that is kept of it. */
export interface OpenedBackup {
  file: string
  key: Buffer
  manifest: Manifest
}

/** The size and header of a file. @throws AppError `backup-unreadable` and those of `parseHeader` */
export async function lookAtBackup(file: string): Promise<{ header: Header; bytes: number }> {
  return await withFiles('backup-unreadable', async () => {
    await using handle = await open(file, 'r')
    const { size } = await handle.stat()
    return { header: parseHeader(await readAt(handle, 0, HEADER_BYTES)), bytes: size }
  })
}

/**
 * Opens a backup and proves it to its end.
 * @throws AppError `backup-passphrase`, and like `readBackup`
 */
export async function openBackup(
  file: string,
  passphrase: string,
  onProgress: ReadProgress,
  signal: AbortSignal,
): Promise<OpenedBackup> {
  const { header } = await lookAtBackup(file)
  const key = await deriveKey(passphrase, header, signal)
  const { manifest } = await withFiles('backup-unreadable', () => readBackup({ file, key }, onProgress, null))
  return { file, key, manifest }
}

/** Where the content of a backup goes; it counts only once all of it was read. */
interface BackupTarget {
  database: GradualFile
  media: FileStore
}

/** What was read to the end. */
export interface ReadBackup {
  manifest: Manifest
  /** Hashes of the media that came with it; those that its computer had lost are listed all the same. */
  media: ReadonlySet<string>
}

/**
 * Reads a backup to its end and hands on what it holds.
 * @throws AppError `backup-unreadable`, `backup-damaged`, `backup-too-new`; what `onProgress` throws
 */
export async function readBackup(
  { file, key }: Pick<OpenedBackup, 'file' | 'key'>,
  onProgress: ReadProgress,
  target: BackupTarget | null,
): Promise<ReadBackup> {
  await using input = await withFiles('backup-unreadable', () => open(file, 'r'))
  const header = parseHeader(await readAt(input, 0, HEADER_BYTES))
  const content = new ContentReader(readChunks(input, header, key, onProgress))
  const manifest = await readManifest(content)
  if (manifest.databaseVersion > MIGRATIONS.length) throw new AppError('backup-too-new')
  for await (const bytes of content.take(manifest.databaseBytes)) await target?.database.write(bytes)
  const media = new Set<string>()
  for (const attachment of manifest.media) {
    if (await readAttachment(content, attachment, target?.media ?? null)) media.add(attachment.hash)
  }
  await content.end()
  return { manifest, media }
}
