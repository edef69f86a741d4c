import { AutoBackups } from '../features/backup/auto-backups.tsx'
import { BackupActions } from '../features/backup/backup-actions.tsx'
import { SettingsScreen } from '../features/settings/settings.tsx'

/** The settings with what can be done about backups, which is a feature of its own. */
export function SettingsPages() {
  return <SettingsScreen backup={{ byHand: <BackupActions />, automatic: <AutoBackups /> }} />
}
