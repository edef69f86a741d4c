import { constants } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'

/** Larger files are not read. */
export const MAX_FILE_BYTES = 1024 * 1024
/** More folders than this are not looked into. */
const MAX_FOLDERS = 1000

/** What reading a file gave; `unusable` is no plain UTF-8 file of sensible size inside the folder. */
export type FileRead = { kind: 'absent' } | { kind: 'unusable' } | { kind: 'text'; text: string }

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/**
 * Read-only access to another program's folder. Nothing outside it is read, wherever links lead
 * (P12). Paths are relative to it and written with `/`.
 */
export class SourceFolder {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  /**
   * Null when there is no such folder or it may not be read.
   * @throws AppError `folder-unreadable` for what is no place of this computer's disks: whoever looks there asks
   *   another computer, with the operator's name, or a device
   */
  static async open(folder: string): Promise<SourceFolder | null> {
    if (!path.isAbsolute(folder) || isElsewhere(folder)) throw new AppError('folder-unreadable')
    try {
      const root = await realpath(folder)
      await readdir(root)
      return new SourceFolder(root)
    } catch {
      return null
    }
  }

  /** The folder's own name. */
  get name(): string {
    return path.basename(this.#root)
  }

  /** Whether the folder that holds this one has one of these names, or one of these files in it. */
  async isInside(names: readonly string[], files: readonly string[]): Promise<boolean> {
    const outer = path.dirname(this.#root)
    if (names.includes(path.basename(outer))) return true
    const looks = files.map((file) =>
      lstat(path.join(outer, file)).then(
        () => true,
        () => false,
      ),
    )
    return (await Promise.all(looks)).includes(true)
  }

  /** Names of the folders in `relative`, links included, in order; none when it cannot be listed. */
  async folders(relative: string): Promise<string[]> {
    const inside = await this.#resolve(relative)
    if (typeof inside !== 'string') return []
    const entries = await readdir(inside, { withFileTypes: true }).catch(() => [])
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name)
      .sort()
      .slice(0, MAX_FOLDERS)
  }

  /** Names of the files in `relative`, in order; none when it cannot be listed. */
  async files(relative: string): Promise<string[]> {
    const inside = await this.#resolve(relative)
    if (typeof inside !== 'string') return []
    const entries = await readdir(inside, { withFileTypes: true }).catch(() => [])
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  }

  async read(relative: string): Promise<FileRead> {
    const inside = await this.#resolve(relative)
    if (typeof inside !== 'string') return inside
    try {
      const text = await readPlainFile(inside)
      return text === null ? { kind: 'unusable' } : { kind: 'text', text }
    } catch {
      return { kind: 'unusable' }
    }
  }

  /** Where the path really leads, if that is inside the folder. */
  async #resolve(relative: string): Promise<string | FileRead> {
    try {
      const real = await realpath(path.join(this.#root, relative))
      const isInside = real === this.#root || real.startsWith(this.#root + path.sep)
      return isInside ? real : { kind: 'unusable' }
    } catch (error) {
      return { kind: isAbsence(error) ? 'absent' : 'unusable' }
    }
  }
}

/** Shares of other computers and devices, as Windows writes them with either slash, and what is no disk elsewhere. */
export function isElsewhere(folder: string): boolean {
  return /^[\\/]{2}/.test(folder) || /^\/(?:dev|proc|sys|net|run)(?:\/|$)/.test(path.posix.normalize(folder))
}

/** The file's text; null when it is no plain UTF-8 file of sensible size. */
async function readPlainFile(file: string): Promise<string | null> {
  // not blocking: opening a named pipe would wait for whoever writes to it
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!(await handle.stat()).isFile()) return null
    // one byte more than allowed, whatever size the file claims to have
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1)
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    if (length > MAX_FILE_BYTES) return null
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length))
  } finally {
    await handle.close()
  }
}
