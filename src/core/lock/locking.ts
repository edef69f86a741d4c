import type { AccountService } from '#core/accounts/account-service.ts'
import type { AppActions } from '#core/app-actions.ts'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import { AppError } from '#shared/errors.ts'
import { languageOf } from '#shared/model/app-info.ts'
import { type LockView, TRIES_TO_KEEP_HISTORY } from '#shared/model/lock.ts'
import type { Language, Settings } from '#shared/model/settings.ts'
import { IdleWatch } from './idle-watch.ts'
import { Lock, type LockDeps } from './lock.ts'
import type { LockPorts } from './ports.ts'

const MINUTE_MS = 60_000

export interface LockingDeps extends Omit<LockDeps, 'changed'> {
  settings(): Settings
  systemLanguage(): Language
  ports: LockPorts | null
  actions: Pick<AppActions, 'forgetPages' | 'startAfresh'>
  accounts(): Pick<AccountService, 'signOutAll'>
  /** It stands otherwise now: whoever tells anything is to know. */
  changed(): void
}

/** What locks the window, what unlocks it, and the one way out without the passphrase. */
export class Locking implements Subscriber {
  readonly place = 'lock'
  readonly lock: Lock
  readonly #deps: LockingDeps
  readonly #idle: IdleWatch

  constructor(deps: LockingDeps) {
    this.#deps = deps
    this.lock = new Lock({ ...deps, changed: () => this.#changed() })
    this.#idle = new IdleWatch({
      clock: deps.clock,
      idleMs: () => deps.ports?.idleMs() ?? 0,
      limitMs: () => {
        const { idleMinutes } = deps.settings().lock
        return this.lock.state !== 'unlocked' || idleMinutes === null ? null : idleMinutes * MINUTE_MS
      },
      idle: () => void this.lock.lock(),
    })
  }

  start(): void {
    this.#idle.check()
  }

  stop(): void {
    this.#idle.stop()
  }

  handle({ kind }: DomainEvent): void {
    if (kind === 'settings-changed') this.#idle.check()
  }

  /** The computer goes to sleep. */
  suspended(): void {
    if (this.#deps.settings().lock.onSleep) this.lock.lock()
  }

  /** The system locked its screen. */
  screenLocked(): void {
    if (this.#deps.settings().lock.onScreenLock) this.lock.lock()
  }

  view(): LockView {
    const { settings, systemLanguage } = this.#deps
    const { state, waitMs, wrongTries, isDamaged } = this.lock
    return {
      ...{ state, waitMs, wrongTries, isDamaged },
      theme: settings().theme,
      language: languageOf(settings(), { systemLanguage: systemLanguage() }),
    }
  }

  /**
   * Signs every account out, then opens without the passphrase: with the history, or as a new profile. Whatever breaks
   * off in between leaves it locked, and can be done again.
   * @throws AppError `not-possible-now` unless it is locked, and for keeping before there were tries enough
   */
  async forget(history: 'keep' | 'delete'): Promise<void> {
    const { accounts, actions } = this.#deps
    const { lock } = this
    if (!lock.isLocked) throw new AppError('not-possible-now')
    // otherwise whoever passes by would read everything at the price of some sign-ins
    if (history === 'keep' && lock.wrongTries < TRIES_TO_KEEP_HISTORY) throw new AppError('not-possible-now')
    await accounts().signOutAll()
    if (history === 'keep') {
      await lock.forget()
      return
    }
    // signing out takes a while, in which somebody who knows it may have opened it
    if (!lock.isLocked) throw new AppError('not-possible-now')
    actions.startAfresh()
  }

  #changed(): void {
    this.#idle.check()
    this.#deps.changed()
    if (this.lock.isLocked) this.#deps.actions.forgetPages()
  }
}
