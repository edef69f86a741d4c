import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { ToldRepository } from '#core/storage/told-repository.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { LockState } from '#shared/model/lock.ts'
import type { NotificationSettings } from '#shared/model/settings.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { type Decision, decide } from './decide.ts'
import { Facts, type FactsDeps } from './facts.ts'
import type { Desktop, TrayLine } from './ports.ts'
import { Presenter, type PresenterDeps } from './presenter.ts'
import { minuteOfDayAt } from './quiet-hours.ts'
import type { ReplyRefusal } from './replies.ts'
import type { Told } from './situation.ts'
import type { Notice } from './subject.ts'
import { targetOf, targetOfLine } from './target.ts'

/** The first screen is on the glass before anything is told. */
const START_MS = 1_000
/** What happens at about the same time is told together. */
const SETTLE_MS = 250
/**
 * What keeps happening is looked at this often: every look reads what changed and puts the tray into words, and what
 * comes in meanwhile waits for it.
 */
const PACE_MS = 1_000

export interface NotifierDeps extends Omit<FactsDeps, 'told'>, Pick<PresenterDeps, 'language'> {
  clock: Clock
  desktop: Desktop
  told: ToldRepository
  settings(): NotificationSettings
  /** Conversations on the screen of the window. */
  shown(): ReadonlySet<ConversationId>
  /** Has the window show a place. */
  showPlace(target: ShowTarget): void
  /** Sends what was written in a notification; answers why not. */
  reply(conversationId: ConversationId, text: string): ReplyRefusal | null
  /** How the window stands: locked, nothing is told. */
  lockState(): LockState
  /** The operator locks the window from the tray. */
  lock(): void
  failed(error: unknown): void
}

/** Tells the operator outside the window: decides anew whenever something happened or came due. */
export class Notifier implements Subscriber {
  readonly place = 'notify'
  readonly #deps: NotifierDeps
  readonly #facts: Facts
  readonly #presenter: Presenter
  readonly #onScreen = new Map<string, Notice>()
  #startedAt = 0
  #told: Told = { messagesUpTo: 0, marks: new Map() }
  /** What of it is in the database. */
  #stored: Told = this.#told
  #isFocused = false
  /** What is on the screen may hold names and words. */
  #isContentShown = true
  #isRunning = false
  /** The time that a start needs for itself is over. */
  #isReady = false
  /** When it last decided, in monotonic milliseconds. */
  #decidedAt = Number.NEGATIVE_INFINITY
  #timer: { at: number; cancel: () => void } | null = null

  constructor(deps: NotifierDeps) {
    const { stores, told, statusOf, desktop, language, settings, clock } = deps
    this.#deps = deps
    this.#facts = new Facts({ stores, told, statusOf })
    this.#presenter = new Presenter({
      ...{ desktop, language, stores },
      facts: this.#facts,
      isHidden: () => settings().content === 'hidden',
      now: () => clock.now(),
    })
  }

  start(): void {
    const { told, failed } = this.#deps
    this.#told = told.read()
    this.#stored = this.#told
    try {
      told.begin(this.#told)
    } catch (error) {
      failed(error)
    }
    this.#facts.begin()
    this.#isRunning = true
    this.#startedAt = this.#deps.clock.monotonic()
    this.#wake(START_MS)
  }

  stop(): void {
    this.#isRunning = false
    this.#timer?.cancel()
    this.#deps.desktop.clear()
  }

  handle(event: DomainEvent): void {
    if (!this.#facts.note(event)) return
    if (event.kind === 'settings-changed') this.#wake(0)
    else this.#wakeSoon()
  }

  /** The window got the focus, or lost it. */
  focusChanged(isFocused: boolean): void {
    this.#isFocused = isFocused
    this.#wake(0)
  }

  /** What is on the window's screen changed. */
  shownChanged(): void {
    this.#wakeSoon()
  }

  /** The computer woke up, or its clock was set: everything may be due. */
  clocksChanged(): void {
    this.#wake(0)
  }

  /** The window was locked, which takes everything off the screen, or unlocked: what came meanwhile is told now. */
  lockChanged(): void {
    if (this.#deps.lockState() !== 'locked') this.#wake(0)
    else if (this.#isRunning) this.#hush()
  }

  #hush(): void {
    for (const key of this.#onScreen.keys()) this.#deps.desktop.close(key)
    this.#onScreen.clear()
    this.#presenter.hush((line) => this.#choose(line))
  }

  /** Decides when what happens now has settled, but not at once again. */
  #wakeSoon(): void {
    const restMs = this.#decidedAt + PACE_MS - this.#deps.clock.monotonic()
    this.#wake(Math.max(SETTLE_MS, restMs))
  }

  /** Decides in `ms` at the latest. */
  #wake(ms: number): void {
    if (!this.#isRunning || (!this.#isReady && ms < START_MS)) return
    const { clock } = this.#deps
    const at = clock.monotonic() + ms
    if (this.#timer !== null && this.#timer.at <= at) return
    this.#timer?.cancel()
    const cancel = clock.setTimeout(ms, () => {
      this.#timer = null
      this.#isReady = true
      this.#decide()
    })
    this.#timer = { at, cancel }
  }

  /** There is more to be read; others have their turn before it. */
  #goOn(): void {
    // a timer would come round again before anything else does
    setImmediate(() => {
      if (this.#isRunning) this.#decide()
    })
  }

  #decide(): void {
    const { clock, settings, shown, lockState, failed } = this.#deps
    // what is due stays due, and nothing counts as told
    if (lockState() === 'locked') {
      this.#hush()
      return
    }
    let againInMs: number | null = RETRY_MS
    this.#decidedAt = clock.monotonic()
    try {
      if (this.#facts.refresh()) {
        againInMs = null
        return
      }
      this.#hideContent()
      const now = clock.now()
      const decision = decide({
        accounts: this.#facts.accounts,
        conversations: this.#facts.conversations,
        sends: this.#facts.sends,
        asking: this.#facts.asking,
        requests: this.#facts.requests,
        told: this.#told,
        onScreen: this.#onScreen,
        settings: settings(),
        focus: { isFocused: this.#isFocused, shown: shown() },
        moment: {
          ...{ now, monotonic: clock.monotonic() },
          running: clock.monotonic() - this.#startedAt,
          minuteOfDay: minuteOfDayAt(now),
        },
      })
      this.#keep(decision)
      this.#present(decision)
      againInMs = decision.againInMs
    } catch (error) {
      failed(error)
    } finally {
      if (againInMs === null) this.#goOn()
      else this.#wake(againInMs)
    }
  }

  /** Whoever hides names and words means also those that stand there; nothing is told again for it. */
  #hideContent(): void {
    const isShown = this.#deps.settings().content === 'shown'
    if (this.#isContentShown && !isShown) {
      for (const key of this.#onScreen.keys()) this.#deps.desktop.close(key)
      this.#onScreen.clear()
      this.#presenter.closeRefusals()
    }
    this.#isContentShown = isShown
  }

  /** Before it is shown: a crash in between loses one notification instead of repeating all. */
  #keep({ messagesUpTo, marks }: Decision): void {
    const { told, failed } = this.#deps
    this.#told = { messagesUpTo, marks }
    try {
      told.change(this.#stored, this.#told)
      this.#stored = this.#told
    } catch (error) {
      // without room for it the operator is told all the same
      failed(error)
    }
  }

  #present({ show, close, badge, tray, isFlashing }: Decision): void {
    const { desktop, lockState } = this.#deps
    for (const key of close) {
      this.#onScreen.delete(key)
      desktop.close(key)
    }
    for (const notice of show) this.#show(notice)
    this.#presenter.badge(badge)
    this.#presenter.tray(tray, lockState() === 'unlocked', (line) => this.#choose(line))
    if (isFlashing) desktop.flash()
  }

  #choose(line: TrayLine): void {
    const { desktop, showPlace, lock } = this.#deps
    if (line.kind === 'quit') {
      desktop.quit()
      return
    }
    if (line.kind === 'lock') {
      lock()
      return
    }
    desktop.raise()
    const target = targetOfLine(line)
    if (target !== null) showPlace(target)
  }

  #show(notice: Notice): void {
    const { desktop, showPlace, reply } = this.#deps
    this.#onScreen.set(notice.key, notice)
    // a newer one may stand in its place by now, and stays
    const gone = () => this.#onScreen.get(notice.key) === notice && this.#onScreen.delete(notice.key)
    this.#presenter.show(notice, {
      closed: gone,
      clicked: () => {
        gone()
        desktop.raise()
        showPlace(targetOf(notice))
      },
      replied: (text) => {
        const [subject] = notice.subjects
        if (subject.kind !== 'message') return
        if (gone()) desktop.close(notice.key)
        const refusal = reply(subject.conversationId, text)
        if (refusal === null || refusal.code === 'locked') return
        this.#presenter.showRefusal(subject, refusal, () => {
          desktop.raise()
          showPlace({ kind: 'conversation', id: subject.conversationId, messageId: null })
        })
      },
    })
  }
}

/** After a failure it is tried again like at any other minute. */
const RETRY_MS = 60_000
