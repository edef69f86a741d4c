import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { isDiskFull } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'

/** Files of that name that may be there already, from a run that was killed or of the operator's own. */
const NAMES = 1_000

/** Writes, and says in our words what stood in the way. @throws AppError `file-unwritable`, `storage-full` */
export async function writing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'storage-full' : 'file-unwritable', undefined, { cause: error })
  }
}

/**
 * Writes what comes bit by bit, for its owner only; the file has its name once it is whole, until then it stands beside
 * under a name that nothing had. What `content` throws is thrown on. @throws AppError `file-unwritable`, `storage-full`
 */
export async function writeWhole(place: string, content: AsyncIterable<string>): Promise<void> {
  const bits = content[Symbol.asyncIterator]()
  try {
    // what is over before it has begun leaves nothing behind
    const first = await bits.next()
    await writeBits(place, first, bits)
  } finally {
    await bits.return?.()
  }
}

async function writeBits(
  place: string,
  first: IteratorResult<string>,
  bits: AsyncIterator<string>,
): Promise<void> {
  const { file, name } = await writing(openBeside(place))
  try {
    for (let bit = first; bit.done !== true; bit = await bits.next()) await writing(file.writeFile(bit.value))
    await writing(file.close())
    await writing(rename(name, place))
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(name, { force: true }).catch(() => undefined)
    throw error
  }
}

async function openBeside(place: string): Promise<{ file: FileHandle; name: string }> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? `${place}.unfinished` : `${place}.${n}.unfinished`
    try {
      return { file: await open(name, 'wx', 0o600), name }
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isThere || n === NAMES) throw error
    }
  }
}
