import Store from 'electron-store'
import type { SettingsStore } from '#core/ports.ts'
import { settingsFrom } from '#shared/model/settings.ts'
import { setAsideIfDamaged } from './json-file.ts'

interface StoredSettings {
  settings: unknown
  /** The operator agreed to weak protection of secrets. */
  weakProtectionAgreed: boolean
}

/** Settings in `settings.json` of the profile; damaged values fall back one by one. */
export interface SettingsFile extends SettingsStore {
  /** Where a damaged file was put at start, if it was. */
  readonly setAside: string | null
  weakProtectionAgreed: boolean
}

export function openSettingsFile(folder: string, now: number): SettingsFile {
  const setAside = setAsideIfDamaged(folder, 'settings', now)
  const store = new Store<StoredSettings>({ cwd: folder, name: 'settings', configFileMode: 0o600 })
  // the store reads its file at every access, and settings are asked for at every key that is typed
  let settings = settingsFrom(store.get('settings'))
  return {
    setAside,
    read: () => settings,
    write(next) {
      store.set('settings', next)
      settings = next
    },
    get weakProtectionAgreed() {
      return store.get('weakProtectionAgreed', false) === true
    },
    set weakProtectionAgreed(agreed: boolean) {
      store.set('weakProtectionAgreed', agreed)
    },
  }
}
