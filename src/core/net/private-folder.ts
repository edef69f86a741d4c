import { closeSync, constants, fchmodSync, fstatSync, lstatSync, mkdirSync, openSync } from 'node:fs'

/** Whether somebody else could read the folder, or put something into it. */
const OTHERS = 0o077

/**
 * Makes a folder that is its user's alone, or takes one that is there. In a place where everybody may write somebody
 * else may have been first, or have left a link: such a folder is not taken, and what a link points to is not touched.
 * @returns whether it is the user's alone now
 */
export function takePrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.platform === 'win32') return lstatSync(folder).isDirectory()
    const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    try {
      const stats = fstatSync(handle)
      if (stats.uid !== process.getuid?.()) return false
      if ((stats.mode & OTHERS) !== 0) fchmodSync(handle, 0o700)
      return true
    } finally {
      closeSync(handle)
    }
  } catch {
    return false
  }
}
