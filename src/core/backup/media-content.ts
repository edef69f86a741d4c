import { createHash } from 'node:crypto'
import type { FileStore } from '#core/media/file-store.ts'
import { AppError } from '#shared/errors.ts'
import type { ChunkWriter } from './chunks.ts'
import { type ContentReader, uint32 } from './content-reader.ts'
import type { ManifestAttachment } from './manifest.ts'

/*
 * A file of media in a backup: its bytes in pieces, each after its length, and behind them whether it came
 * to its end as it should. That is known only then: files may be removed while a backup is written, and a
 * disk may have spoilt one, which must not cost the operator the whole backup.
 */

/** No length of a piece: the file is whole. */
const WHOLE = 0
/** No length of a piece: what came so far is to be forgotten. */
const BROKEN = 0xffffffff

/** What lies on disk under a name is not what the name says, or cannot be read. */
class BrokenFile extends Error {
  override readonly name = 'BrokenFile'
}

/** @throws BrokenFile */
async function* readWhole(store: FileStore, { hash, size }: ManifestAttachment): AsyncGenerator<Uint8Array> {
  const sha256 = createHash('sha256')
  let left = size
  try {
    for await (const bytes of store.read(hash)) {
      left -= bytes.length
      if (left < 0) break
      sha256.update(bytes)
      yield bytes
    }
  } catch (cause) {
    throw new BrokenFile('the file cannot be read', { cause })
  }
  if (left !== 0 || sha256.digest('hex') !== hash) throw new BrokenFile('the file is not what it was')
}

/** Writes a file into a backup, or that it is not there whole. @throws what `onProgress` throws */
export async function writeAttachment(
  writer: ChunkWriter,
  store: FileStore,
  attachment: ManifestAttachment,
  onProgress: (done: number) => void,
): Promise<void> {
  let done = 0
  try {
    for await (const bytes of readWhole(store, attachment)) {
      await writer.write(uint32(bytes.length))
      await writer.write(bytes)
      done += bytes.length
      onProgress(done)
    }
    await writer.write(uint32(WHOLE))
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    await writer.write(uint32(BROKEN))
  }
}

/**
 * Reads a file out of a backup and into a store, if there is one. @returns whether the backup has it
 * @throws AppError `backup-damaged`, also when the bytes are not those that the name says
 */
export async function readAttachment(
  content: ContentReader,
  { hash, size }: ManifestAttachment,
  store: FileStore | null,
): Promise<boolean> {
  const writer = store === null ? null : await store.begin()
  const sha256 = createHash('sha256')
  try {
    let left = size
    for (;;) {
      const length = await content.uint32()
      if (length === BROKEN) return false
      if (length === WHOLE) break
      left -= length
      if (left < 0) throw new AppError('backup-damaged')
      for await (const bytes of content.take(length)) {
        if (writer === null) sha256.update(bytes)
        else await writer.write(bytes)
      }
    }
    if (left !== 0) throw new AppError('backup-damaged')
    const sealed = await writer?.seal()
    if ((sealed?.file.hash ?? sha256.digest('hex')) !== hash) throw new AppError('backup-damaged')
    sealed?.place()
    return true
  } finally {
    await writer?.abort()
  }
}
