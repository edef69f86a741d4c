import type { SettingsStore } from '#core/ports.ts'
import type { Settings } from '#shared/model/settings.ts'

/**
 * Settings for practice mode: the operator's own, except for what names accounts. Practice's accounts
 * are gone afterwards, and the layout made of the operator's own must not be lost to them.
 */
export function createPracticeSettings(own: SettingsStore): SettingsStore {
  let columns: Settings['columns'] = null
  return {
    read: () => ({ ...own.read(), columns }),
    write(settings) {
      columns = settings.columns
      own.write({ ...settings, columns: own.read().columns })
    },
  }
}
