import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DATABASE_NAME } from '#core/storage/database.ts'

/** Says that a folder is a profile, from before anything else is in it. */
const MARK = '.linkboard-profile'
/** What stands in a profile that has no mark, or in one that somebody puts together: names of ours. */
const OWN = /^(?:data|logs|restore|Downloads|(?:settings|secrets)\.json.*)$/
/** What systems and Electron put into a folder by themselves. */
const NOBODYS = /^(?:\.DS_Store|desktop\.ini|lost\+found|Crashpad)$/

/** The folder holds something that is not Linkboard's; it is left as it is. */
export class ForeignFolderError extends Error {
  override readonly name = 'ForeignFolderError'
}

/**
 * Takes a folder as profile: one that is there as it is, its mode too, else it is made for its owner alone (P9).
 * @throws ForeignFolderError for one with something else in it, NodeJS.ErrnoException when it cannot be made
 */
export function takeProfileFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const mark = path.join(folder, MARK)
  if (existsSync(mark)) return
  const names = statSync(folder).isDirectory() ? readdirSync(folder) : []
  const isProfile =
    names.some((name) => name === 'settings.json' || name === 'secrets.json') ||
    existsSync(path.join(folder, 'data', DATABASE_NAME))
  if (!isProfile && !names.every((name) => OWN.test(name) || NOBODYS.test(name)))
    throw new ForeignFolderError()
  writeFileSync(mark, '', { mode: 0o600 })
}
