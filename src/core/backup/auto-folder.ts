import { randomUUID } from 'node:crypto'
import { open, readdir, realpath, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { withFiles } from './failures.ts'

/*
 * The folder of automatic backups is the operator's: it may hold anything, backups of other profiles and computers
 * too. What is removed there carries this profile's mark and nothing else does.
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

function ownNames(mark: string, suffix = ''): RegExp {
  return new RegExp(`^Linkboard \\d{4,6}-\\d\\d-\\d\\d \\d{4}(?:-\\d+)? ${mark}\\.linkboard-backup${suffix}$`)
}

/** A name for a backup made now that nothing in the folder has. */
export async function freeName(folder: string, mark: string, now: number): Promise<string> {
  const [day = '', time = ''] = wallTimeAt(now).split('T')
  for (let n = 1; ; n += 1) {
    const name = nameOf(mark, day, time.replace(':', ''), n)
    if (!(await isThere(path.join(folder, name)))) return name
  }
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
      await file.writeFile('.')
    } finally {
      await rm(trial, { force: true })
    }
  })
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

async function isInside(folder: string, profileFolder: string): Promise<boolean> {
  const [inner, outer] = await Promise.all([realpath(folder), realpath(profileFolder)])
  const way = path.relative(outer, inner)
  return !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way))
}

/** Removes what runs that were killed have left of their files; what cannot be removed stays. */
export async function removeUnfinished(folder: string, mark: string): Promise<void> {
  const unfinished = ownNames(mark, '\\.[0-9a-f]{8}\\.part')
  for (const name of await readdir(folder))
    if (unfinished.test(name)) await rm(path.join(folder, name), { force: true }).catch(() => undefined)
}

/**
 * Removes the oldest of this profile's automatic backups, so that `keep` of them stay, those named in `made` (the
 * oldest first) after any others: names are of a clock that may have been set. @returns what stays, the oldest first
 */
export async function removeOldest(
  folder: string,
  mark: string,
  made: readonly string[],
  keep: number,
): Promise<string[]> {
  const own = ownNames(mark)
  const order = new Map(made.map((name, at) => [name, at]))
  const age = (name: string) => order.get(name) ?? -1
  const names = (await readdir(folder))
    .filter((name) => own.test(name))
    .sort((one, other) => age(one) - age(other) || (one < other ? -1 : 1))
  const stay: string[] = []
  for (const [at, name] of names.entries()) {
    const isOld = at < names.length - keep
    if (!isOld || !(await isRemoved(path.join(folder, name)))) stay.push(name)
  }
  return stay
}

/** One that cannot be removed now is tried again after the next backup. */
async function isRemoved(file: string): Promise<boolean> {
  return rm(file).then(
    () => true,
    () => false,
  )
}
