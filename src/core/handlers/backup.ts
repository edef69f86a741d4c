import type { AutoBackups } from '#core/backup/auto-backups.ts'
import type { Backups } from '#core/backup/backups.ts'
import type { HandlersOf } from '#core/router.ts'
import type { backupRequests } from '#shared/contract/backup.ts'

export interface BackupHandlerDeps {
  backups: Backups
  autoBackups: AutoBackups
}

export function createBackupHandlers({
  backups,
  autoBackups,
}: BackupHandlerDeps): HandlersOf<typeof backupRequests> {
  return {
    'backup.create': ({ passphrase }) => backups.create(passphrase),
    'backup.cancel': () => backups.cancel(),
    'backup.choose': () => backups.choose(),
    'backup.open': ({ passphrase }) => backups.open(passphrase),
    'backup.restore': () => backups.restore(),
    'backup.close': () => backups.close(),
    'backup.chooseFolder': () => autoBackups.chooseFolder(),
    'backup.automate': (order) => autoBackups.set(order),
    'backup.stopAutomatic': () => autoBackups.unset(),
    'backup.makeNow': () => autoBackups.makeNow(),
    'backup.remindLater': () => autoBackups.later(),
  }
}
