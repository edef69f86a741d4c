import type { SettingsStore } from '#core/ports.ts'
import type { Settings } from '#shared/model/settings.ts'

/**
 * Settings for practice mode: the operator's own, except for what names accounts. Practice's accounts
 * are gone afterwards, and what was made for the operator's own must not be lost to them.
 */
export function createPracticeSettings(own: SettingsStore): SettingsStore {
  let columns: Settings['columns'] = null
  let silentAccounts: Settings['notifications']['silentAccounts'] = []
  return {
    read() {
      const { notifications, ...others } = own.read()
      return { ...others, columns, notifications: { ...notifications, silentAccounts } }
    },
    write(settings) {
      columns = settings.columns
      silentAccounts = settings.notifications.silentAccounts
      const kept = own.read()
      own.write({
        ...settings,
        columns: kept.columns,
        notifications: {
          ...settings.notifications,
          silentAccounts: kept.notifications.silentAccounts,
        },
      })
    },
  }
}
