import { type FileHandle, open } from 'node:fs/promises'
import { MIGRATIONS } from '#core/storage/migrations.ts'
import { AppError } from '#shared/errors.ts'
import { type ReadProgress, readAt, readChunks } from './chunks.ts'
import { deriveKey, HEADER_BYTES, type Header, parseHeader } from './container.ts'
import { withFiles } from './failures.ts'
import { decodeManifest, type Manifest } from './manifest.ts'

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
): Promise<OpenedBackup> {
  const { header } = await lookAtBackup(file)
  const key = await deriveKey(passphrase, header)
  const manifest = await withFiles('backup-unreadable', () => readBackup({ file, key }, onProgress, null))
  return { file, key, manifest }
}

/**
 * Reads a backup to its end and hands the database's bytes on, which count only once this resolves.
 * @throws AppError `backup-unreadable`, `backup-damaged`, `backup-too-new`; what `onProgress` throws
 */
export async function readBackup(
  { file, key }: Pick<OpenedBackup, 'file' | 'key'>,
  onProgress: ReadProgress,
  output: FileHandle | null,
): Promise<Manifest> {
  await using input = await withFiles('backup-unreadable', () => open(file, 'r'))
  const header = parseHeader(await readAt(input, 0, HEADER_BYTES))
  let beginning = Buffer.alloc(0)
  let manifest: Manifest | null = null
  let databaseBytes = 0

  async function takeDatabase(bytes: Buffer): Promise<void> {
    databaseBytes += bytes.length
    await output?.writeFile(bytes)
  }

  for await (const chunk of readChunks(input, header, key, onProgress)) {
    if (manifest !== null) {
      await takeDatabase(chunk)
      continue
    }
    beginning = Buffer.concat([beginning, chunk])
    const decoded = decodeManifest(beginning)
    if (decoded === null) continue
    manifest = decoded.manifest
    if (manifest.databaseVersion > MIGRATIONS.length) throw new AppError('backup-too-new')
    await takeDatabase(beginning.subarray(decoded.length))
  }
  if (manifest === null || manifest.databaseBytes !== databaseBytes) throw new AppError('backup-damaged')
  return manifest
}
