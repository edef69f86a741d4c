import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { finishSwap } from '#core/backup/profile-swap.ts'
import { type OpenedDatabase, openDatabase } from '#core/storage/database.ts'
import type { AppNotice } from '#shared/model/app-info.ts'
import { openSystemVault, type SystemVault } from './adapters/secret-vault.ts'
import { openSettingsFile, type SettingsFile } from './adapters/settings-store.ts'

/** What a profile folder holds, opened; damaged parts were set aside and are named in `notices`. */
export interface Profile {
  folder: string
  settings: SettingsFile
  vault: SystemVault
  notices: AppNotice[]
  openDatabase(): OpenedDatabase['database']
}

/** Opens the profile in `folder`, which only its owner may read; a restore under way is finished first. */
export async function openProfile(options: {
  folder: string
  now: number
  weakProtectionAgreed: boolean
}): Promise<Profile> {
  const { folder, now } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const restored = finishSwap(folder)
  const settings = openSettingsFile(folder, now)
  const weakAgreed = options.weakProtectionAgreed || settings.weakProtectionAgreed
  const vault = await openSystemVault({ folder, now, weakAgreed })
  const notices: AppNotice[] = []
  if (restored !== null) notices.push({ kind: 'restored', file: restored.setAside })
  if (settings.setAside !== null) notices.push({ kind: 'settings-reset', file: settings.setAside })
  if (vault.setAside !== null) notices.push({ kind: 'secrets-reset', file: vault.setAside })
  let databaseNamed = false
  return {
    folder,
    settings,
    vault,
    notices,
    openDatabase() {
      const opened = openDatabase(path.join(folder, 'data'), now)
      if (opened.setAside !== null && !databaseNamed) {
        databaseNamed = true
        notices.push({ kind: 'database-reset', file: opened.setAside })
      }
      return opened.database
    },
  }
}
