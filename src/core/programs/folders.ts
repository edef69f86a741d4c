import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open as openFile, readlink, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { ToolError } from './tool-error.ts'

/** Opens a path for reading; tests come between the check and this. */
type Open = (file: string, flags: number) => Promise<FileHandle>

/**
 * Links in the last place are not followed: none is left once the real path is known, unless somebody puts one there. Who
 * writes into a pipe is not waited for.
 */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a regular file that really lies within one of these folders, whatever links lead to it; whoever gets it closes it.
 * What was opened is looked at once more, so that nothing is read that was put in its place after the check.
 * @param folders real paths, as the operator chose them; one that a link has taken the place of holds nothing
 * @throws ToolError `no_such_file`, whatever is wrong, so that nothing is learnt of what lies elsewhere
 */
export async function openWithin(
  folders: readonly string[],
  wanted: string,
  open: Open = openFile,
): Promise<FileHandle> {
  try {
    const real = await realWithin(folders, wanted)
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

/** The real path of what lies within one of the folders; rejects for anything else. */
async function realWithin(folders: readonly string[], wanted: string): Promise<string> {
  if (!path.isAbsolute(wanted)) throw new Error('not absolute')
  const real = await realpath(wanted)
  for (const folder of folders) {
    const isItself = await realpath(folder).then(
      (found) => found === folder,
      () => false,
    )
    if (isItself && isInside(folder, real)) return real
  }
  throw new Error('in no folder')
}

function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file)
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)
}

/** Whether the opened file is the one of this real path: by what the system says of the handle, where it does, and by the path. */
async function isStillThere({ fd }: FileHandle, opened: BigIntStats, real: string): Promise<boolean> {
  const ofHandle = await readlink(`/proc/self/fd/${fd}`).catch(() => null)
  if (ofHandle !== null && ofHandle !== real) return false
  if ((await realpath(real)) !== real) return false
  const found = await stat(real, { bigint: true })
  return found.dev === opened.dev && found.ino === opened.ino
}
