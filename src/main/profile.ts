import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { AutoBackupStore } from '#core/backup/ports.ts'
import { finishSwap } from '#core/backup/profile-swap.ts'
import type { LockStore } from '#core/lock/ports.ts'
import { DATABASE_NAME, Database } from '#core/storage/database.ts'
import { type DatabaseDamage, openSound } from '#core/storage/open-database.ts'
import type { AppNotice } from '#shared/model/app-info.ts'
import { unreachable } from '#shared/unreachable.ts'
import { openAutoBackupFile } from './adapters/auto-backup-file.ts'
import { openLockFile } from './adapters/lock-file.ts'
import { openSystemVault, type SystemVault } from './adapters/secret-vault.ts'
import { openSettingsFile, type SettingsFile } from './adapters/settings-store.ts'

/** What a profile folder holds, opened; damaged parts were set aside and are named in `notices`. */
export interface Profile {
  folder: string
  settings: SettingsFile
  vault: SystemVault
  lock: LockStore
  autoBackups: AutoBackupStore
  notices: AppNotice[]
  /**
   * Opens its database; a damaged one is repaired first.
   * @param isDamaged damage was met in it while it was in use
   */
  openDatabase(repair: Repair, isDamaged?: boolean): Promise<Database>
}

/** Repairs the database in `folder`; `now` names what is set aside. */
export type Repair = (order: { folder: string; now: number }) => Promise<DatabaseDamage>

/** Opens the profile in `folder`, made for its owner alone where it is new; a restore under way is finished first. */
export async function openProfile(options: {
  folder: string
  now: number
  weakProtectionAgreed: boolean
}): Promise<Profile> {
  const { folder, now } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const restored = finishSwap(folder)
  const settings = openSettingsFile(folder, now)
  const weakAgreed = options.weakProtectionAgreed || settings.weakProtectionAgreed
  const vault = await openSystemVault({ folder, now, weakAgreed })
  const notices: AppNotice[] = []
  if (restored !== null) notices.push({ kind: 'restored', file: restored.setAside })
  if (settings.setAside !== null) notices.push({ kind: 'settings-reset', file: settings.setAside })
  if (vault.setAside !== null) notices.push({ kind: 'secrets-reset', file: vault.setAside })
  return {
    folder,
    settings,
    vault,
    lock: openLockFile(folder),
    autoBackups: openAutoBackupFile(folder, vault),
    notices,
    async openDatabase(repair, isDamaged = false) {
      const order = { folder: path.join(folder, 'data'), now: Date.now() }
      const sound = openSound(order.folder, order.now, isDamaged)
      const damage = sound === null ? await repair(order) : sound.damage
      if (damage !== null) notices.push(toNotice(damage))
      return sound?.database ?? new Database(path.join(order.folder, DATABASE_NAME))
    },
  }
}

function toNotice(damage: DatabaseDamage): AppNotice {
  switch (damage.kind) {
    case 'recovered': {
      const { file, messages, lost } = damage
      return { kind: 'database-recovered', file, messages, lost }
    }
    case 'reset':
      return { kind: 'database-reset', file: damage.file }
    case 'gone':
      return { kind: 'database-gone', file: damage.file }
    case 'shortened':
      return { kind: 'messages-missing', missing: damage.missing }
    default:
      return unreachable(damage)
  }
}
