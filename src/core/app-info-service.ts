import type { AppInfo, AppNotice } from '#shared/model/app-info.ts'
import type { KeyCombination } from '#shared/model/key-combination.ts'
import type { AppActions } from './app-actions.ts'
import type { AppPorts } from './app-ports.ts'
import type { AutoBackups } from './backup/auto-backups.ts'
import type { ServerClock } from './diagnostics/server-clock.ts'
import type { DomainEvent } from './events/domain-event.ts'
import type { EventSink, Subscriber } from './events/event-bus.ts'
import type { WatchedSink } from './inbox/watched-sink.ts'
import type { SettingsService } from './settings-service.ts'

export interface AppInfoDeps {
  info: AppPorts['info']
  lock(): AppInfo['lock']
  actions: Pick<AppActions, 'answerProtection' | 'restoreRaiseKeys' | 'setRaiseKeys' | 'setStartAtLogin'>
  settings: Pick<SettingsService, 'read' | 'update'>
  sink: Pick<WatchedSink, 'isFailing'>
  serverClock: Pick<ServerClock, 'aheadMs'>
  events: EventSink
  /** Names of files that were set aside. */
  leftOver: AppPorts['leftOver']
  backups(): Pick<AutoBackups, 'notice' | 'folderWithBackups'>
}

/** The facts about the running app, those of its host and our own. */
export class AppInfoService implements Subscriber {
  readonly place = 'publisher'
  readonly #deps: AppInfoDeps

  #hasErased = false
  /** The folder that had automatic backups when something was erased. */
  #backupsThen: string | null = null

  constructor(deps: AppInfoDeps) {
    this.#deps = deps
  }

  read(): AppInfo {
    const { info, sink, serverClock, leftOver, lock, backups } = this.#deps
    const known = info()
    const notices: AppNotice[] = [...known.notices]
    if (sink.isFailing) notices.push({ kind: 'storage-failed' })
    const kept = this.#hasErased ? leftOver() : []
    if (kept.length > 0) notices.push({ kind: 'left-over', files: [...kept] })
    if (this.#backupsThen !== null) notices.push({ kind: 'left-in-backups', folder: this.#backupsThen })
    if (serverClock.aheadMs !== null) notices.push({ kind: 'clock-off', aheadMs: serverClock.aheadMs })
    const aboutBackups = backups().notice()
    if (aboutBackups !== null) notices.push(aboutBackups)
    return {
      version: known.version,
      host: known.host,
      platform: known.platform,
      systemLanguage: known.systemLanguage,
      clockOffsetMs: known.clockOffsetMs,
      practice: known.practice,
      protection: known.protection,
      notices,
      quitAsked: known.quitAsked,
      startsAtLogin: known.startsAtLogin,
      raiseKeysTaken: known.raiseKeysTaken,
      hasTray: known.hasTray,
      lock: lock(),
    }
  }

  /** After history was deleted the operator hears of what may still hold it. */
  handle({ kind }: DomainEvent): void {
    if (kind !== 'history-erased') return
    this.#hasErased = true
    this.#backupsThen = this.#deps.backups().folderWithBackups()
    this.raiseChanged()
  }

  /** The host's facts are others now. */
  raiseChanged(): void {
    this.#deps.events.raise({ kind: 'app-info-changed' })
  }

  /** The operator's answer where only weak protection of secrets is to be had (P9). */
  answerProtection(choice: 'store-anyway' | 'session-only'): void {
    this.#deps.actions.answerProtection(choice)
    this.raiseChanged()
  }

  /** Takes the keys and keeps the choice; what cannot be kept is not taken. @throws AppError `keys-taken` */
  setRaiseKeys(raiseKeys: KeyCombination | null): void {
    const { actions, settings } = this.#deps
    const { machine } = settings.read()
    actions.setRaiseKeys(raiseKeys)
    try {
      settings.update({ machine: { ...machine, raiseKeys } })
    } catch (error) {
      actions.restoreRaiseKeys(machine.raiseKeys)
      throw error
    } finally {
      this.raiseChanged()
    }
  }

  /** @throws AppError `file-unwritable` */
  setStartAtLogin(on: boolean): void {
    this.#deps.actions.setStartAtLogin(on)
    this.raiseChanged()
  }
}
