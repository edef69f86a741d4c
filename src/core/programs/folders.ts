import { type BigIntStats, constants } from 'node:fs'
import { copyFile, type FileHandle, open as openFile, readlink, realpath, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isDiskFull } from '#core/storage/database.ts'
import { ToolError } from './tool-error.ts'

/** Where a program may read and write. Real paths. */
export interface Reach {
  /** As the operator chose them; one that a link has taken the place of holds nothing. */
  folders: readonly string[]
  /** The app's own folder, with all messages in it: no program gets there, whatever was chosen. Null where it has none. */
  own: string | null
}

/** Opens a path for reading; tests come between the check and this. */
type Open = (file: string, flags: number) => Promise<FileHandle>

/**
 * Links in the last place are not followed: none is left once the real path is known, unless somebody puts one there. Who
 * writes into a pipe is not waited for.
 */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a regular file that really lies within the reach of a program, whatever links lead to it; whoever gets it closes it.
 * What was opened is looked at once more, so that nothing is read that was put in its place after the check.
 * @throws ToolError `no_such_file`, whatever is wrong, so that nothing is learnt of what lies elsewhere
 */
export async function openWithin(reach: Reach, wanted: string, open: Open = openFile): Promise<FileHandle> {
  try {
    const real = await realWithin(reach, wanted)
    const handle = await open(real, READ_ONLY)
    try {
      const opened = await handle.stat({ bigint: true })
      if (!opened.isFile() || !(await isStillThere(handle, opened, real)))
        throw new Error('not the file that was checked')
      return handle
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch {
    throw new ToolError('no_such_file')
  }
}

/** Copies of one name in a folder at most. */
const MAX_NAMESAKES = 1_000
/** Nothing is put in the place of what is there; a link there is not followed. */
const ANEW = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE

/**
 * Copies a file into a folder that really is one of a program's or lies within one, under a name that nothing has there yet;
 * answers its path. What a link leads to by then that was put there meanwhile does not keep the copy.
 * @param name safe for any disk
 * @throws ToolError `no_such_folder`, whatever is wrong with it, `folder_not_writable`, `storage_full`
 */
export async function copyInto(
  reach: Reach,
  wanted: string,
  { source, name }: { source: string; name: string },
  copy: typeof copyFile = copyFile,
): Promise<string> {
  const folder = await realFolder(reach, wanted)
  for (let namesakes = 0; namesakes < MAX_NAMESAKES; namesakes += 1) {
    const target = path.join(folder, numbered(name, namesakes))
    try {
      await copy(source, target, ANEW)
    } catch (error) {
      if (isOfCode(error, 'EEXIST')) continue
      throw new ToolError(isDiskFull(error) ? 'storage_full' : 'folder_not_writable')
    }
    if ((await realpath(target).catch(() => null)) === target) return target
    await rm(target, { force: true })
    throw new ToolError('no_such_folder')
  }
  throw new ToolError('folder_not_writable')
}

/** `menu.txt`, `menu (2).txt` and so on. */
function numbered(name: string, namesakes: number): string {
  if (namesakes === 0) return name
  const { name: stem, ext } = path.parse(name)
  return `${stem} (${namesakes + 1})${ext}`
}

function isOfCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function realFolder(reach: Reach, wanted: string): Promise<string> {
  try {
    const real = await realWithin(reach, wanted)
    if ((await stat(real)).isDirectory()) return real
  } catch {
    // it is none, whatever is wrong with it
  }
  throw new ToolError('no_such_folder')
}

/** The real path of one of the folders, or of what lies within; rejects for anything else. */
async function realWithin({ folders, own }: Reach, wanted: string): Promise<string> {
  if (!path.isAbsolute(wanted)) throw new Error('not absolute')
  const real = await realpath(wanted)
  if (own !== null && isAtOrInside(await realpath(own), real)) throw new Error('in the folder of the app')
  for (const folder of folders) {
    const isItself = await realpath(folder).then(
      (found) => found === folder,
      () => false,
    )
    if (isItself && isAtOrInside(folder, real)) return real
  }
  throw new Error('in no folder')
}

function isAtOrInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file)
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)
}

/** Whether the opened file is the one of this real path: by what the system says of the handle, where it does, and by the path. */
async function isStillThere({ fd }: FileHandle, opened: BigIntStats, real: string): Promise<boolean> {
  const ofHandle = await readlink(`/proc/self/fd/${fd}`).catch(() => null)
  if (ofHandle !== null && ofHandle !== real) return false
  if ((await realpath(real)) !== real) return false
  const found = await stat(real, { bigint: true })
  return found.dev === opened.dev && found.ino === opened.ino
}
