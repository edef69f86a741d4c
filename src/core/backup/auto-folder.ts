import { randomUUID } from 'node:crypto'
import { lstat, open, readdir, realpath, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { withFiles } from './failures.ts'

/*
 * The folder of automatic backups is the operator's: it may hold anything, backups of other profiles and computers
 * too. What is removed there is a file that carries this profile's mark, and that this profile noted to have made there:
 * a profile that was copied, to another computer even, carries the same mark.
 */

const EXTENSION = '.linkboard-backup'

/** Letters and digits of a mark, of which no regular expression thinks anything. */
const MARK = /^[0-9a-f]{6}$/

/** A mark for the files of one profile, out of random bytes. */
export function markFrom(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').slice(0, 6)
}

/** Whether a text is a mark. */
export function isMark(text: string): boolean {
  return MARK.test(text)
}

/** `Linkboard 2026-11-30 0914 3fa2c1.linkboard-backup`, by the operator's clock, with a number where that is there. */
const nameOf = (mark: string, day: string, time: string, n: number) =>
  `Linkboard ${day} ${time}${n === 1 ? '' : `-${n}`} ${mark}${EXTENSION}`

function ownNames(mark: string): RegExp {
  return new RegExp(`^Linkboard \\d{4,6}-\\d\\d-\\d\\d \\d{4}(?:-\\d+)? ${mark}\\.linkboard-backup$`)
}

/** The name that a file was to get, and what stands behind it until it is whole. */
const UNFINISHED = /^(.+)\.[0-9a-f]{8}\.part$/

/** A name for a backup made now that nothing in the folder has. */
export async function freeName(folder: string, mark: string, now: number): Promise<string> {
  const [day = '', time = ''] = wallTimeAt(now).split('T')
  for (let n = 1; ; n += 1) {
    const name = nameOf(mark, day, time.replace(':', ''), n)
    if (!(await isAnything(path.join(folder, name)))) return name
  }
}

/** Whether there is a file, a folder or a link, wherever that leads. */
export async function isAnything(place: string): Promise<boolean> {
  return (await lstat(place).catch(() => null)) !== null
}

/**
 * Makes sure that backups can be kept in a folder, by writing into it.
 * @throws AppError `backup-folder-relative`, `backup-folder-gone`, `backup-folder-own`, `backup-unwritable`, `storage-full`
 */
export async function checkFolder(folder: string, profileFolder: string): Promise<void> {
  if (!path.isAbsolute(folder)) throw new AppError('backup-folder-relative')
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new AppError('backup-folder-gone')
  if (await isInside(folder, profileFolder)) throw new AppError('backup-folder-own')
  await withFiles('backup-unwritable', async () => {
    const trial = path.join(folder, `.linkboard-${randomUUID()}`)
    try {
      await using file = await open(trial, 'wx', 0o600)
      // a kill leaves nothing of it
      await rm(trial, { force: true }).catch(() => undefined)
      await file.writeFile('.')
    } finally {
      await rm(trial, { force: true })
    }
  })
}

async function isInside(folder: string, profileFolder: string): Promise<boolean> {
  const [inner, outer] = await Promise.all([realpath(folder), realpath(profileFolder)])
  const way = path.relative(outer, inner)
  return !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way))
}

/**
 * Removes what runs that were killed have left of the files named in `made`; what cannot be removed stays.
 */
export async function removeUnfinished(folder: string, mark: string, made: readonly string[]): Promise<void> {
  const own = ownNames(mark)
  for (const name of await withFiles('backup-unwritable', () => readdir(folder))) {
    const [, whole = ''] = UNFINISHED.exec(name) ?? []
    if (made.includes(whole) && own.test(whole) && (await isFile(path.join(folder, name))))
      await isRemoved(path.join(folder, name))
  }
}

/**
 * Removes the oldest of the automatic backups that are named in `made`, the oldest first, so that `keep` of them stay:
 * their own names are of a clock that may have been set. @returns what stays, in that order
 */
export async function removeOldest(
  folder: string,
  mark: string,
  made: readonly string[],
  keep: number,
): Promise<string[]> {
  const own = ownNames(mark)
  const names: string[] = []
  for (const name of new Set(made))
    if (own.test(name) && (await isFile(path.join(folder, name)))) names.push(name)
  const stay: string[] = []
  for (const [at, name] of names.entries()) {
    const isOld = at < names.length - keep
    if (!isOld || !(await isRemoved(path.join(folder, name)))) stay.push(name)
  }
  return stay
}

/** Not a folder, and not a link that somebody has put in its place. */
async function isFile(place: string): Promise<boolean> {
  const found = await lstat(place).catch(() => null)
  return found?.isFile() ?? false
}

/** One that cannot be removed now is tried again after the next backup. */
async function isRemoved(file: string): Promise<boolean> {
  return rm(file).then(
    () => true,
    () => false,
  )
}
