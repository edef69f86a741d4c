import { Settings, type SettingsPatch } from '#shared/model/settings.ts'
import type { EventSink } from './events/event-bus.ts'
import type { SettingsStore } from './ports.ts'

/** The operator's settings. */
export class SettingsService {
  readonly #store: SettingsStore
  readonly #events: EventSink

  constructor(store: SettingsStore, events: EventSink) {
    this.#store = store
    this.#events = events
  }

  read(): Settings {
    return this.#store.read()
  }

  /** Changes what the patch names; durable when it returns. */
  update(patch: SettingsPatch | Pick<Settings, 'network'>): void {
    this.#store.write(Settings.parse({ ...this.read(), ...patch }))
    this.#events.raise({ kind: 'settings-changed', settings: this.read() })
  }
}
