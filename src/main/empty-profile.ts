import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
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
}: Pick<Profile, 'folder' | 'settings' | 'lock'>): Promise<void> {
  for (const name of await readdir(folder))
    if (OF_SOMEBODY.test(name)) await rm(path.join(folder, name), { recursive: true, force: true })
  const { language, theme, machine } = settings.read()
  settings.write({ ...DEFAULT_SETTINGS, language, theme, machine })
  lock.write(null)
}
