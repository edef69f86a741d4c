import type { Backups } from '#core/backup/backups.ts'
import type { HandlersOf } from '#core/router.ts'
import type { backupRequests } from '#shared/contract/backup.ts'

export function createBackupHandlers(backups: Backups): HandlersOf<typeof backupRequests> {
  return {
    'backup.create': ({ passphrase }) => backups.create(passphrase),
    'backup.cancel': () => backups.cancel(),
    'backup.choose': () => backups.choose(),
    'backup.open': ({ passphrase }) => backups.open(passphrase),
    'backup.restore': () => backups.restore(),
    'backup.close': () => backups.close(),
  }
}
