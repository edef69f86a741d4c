import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { ofThisComputer } from '#core/backup/own-settings.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import type { Profile } from './profile.ts'

/** What holds something of anybody, with all that was ever set aside of it. */
const OF_SOMEBODY = /^(?:data|restore|secrets\.json.*|settings\.json\..*|backups\.json.*)$/

/**
 * Deletes what a profile holds, which nothing may have open, and its lock last, so that it stays locked wherever this
 * breaks off. How the window looks and what belongs to this computer stay.
 */
export async function emptyProfile({
  folder,
  settings,
  lock,
  vault,
}: Pick<Profile, 'folder' | 'settings' | 'lock'> & {
  readonly vault: Pick<Profile['vault'], 'proxy'>
}): Promise<void> {
  // where secrets are kept for this run only, no file goes with it
  await vault.proxy.delete()
  for (const name of await readdir(folder))
    if (OF_SOMEBODY.test(name)) await rm(path.join(folder, name), { recursive: true, force: true })
  const here = settings.read()
  const { language, theme } = here
  settings.write({ ...DEFAULT_SETTINGS, language, theme, ...ofThisComputer(here) })
  lock.write(null)
}
