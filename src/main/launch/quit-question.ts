import { toFailure } from '#core/diagnostics/log-event.ts'
import type { Log } from '#core/ports.ts'
import type { AppInfo } from '#shared/model/app-info.ts'

/** What would not go on without the app. */
type Left = NonNullable<AppInfo['quitAsked']>

interface QuitQuestionDeps {
  /** @throws when the database cannot be read */
  left(): Left
  isLocked(): boolean
  /** Asks where the page cannot; answers with whether to quit. */
  ask(): Promise<boolean>
  quit(): void
  /** The page is told to ask, or not to any more. */
  changed(): void
  log: Log
}

/** Asks before the app is quit while messages are being sent or scheduled (P15). */
export class QuitQuestion {
  readonly #deps: QuitQuestionDeps
  #asked: AppInfo['quitAsked'] = null

  constructor(deps: QuitQuestionDeps) {
    this.#deps = deps
  }

  /** What the page asks about; null while it asks nothing. */
  get asked(): AppInfo['quitAsked'] {
    return this.#asked
  }

  /**
   * Somebody quits by hand. Whoever quits again while the question stands has answered it, so that a page that cannot ask
   * does not hold the app.
   * @returns whether the app stays for now
   */
  hold(): boolean {
    if (this.#asked !== null) return false
    const left = this.#left()
    if (left.sends + left.scheduled + left.broadcasts === 0) return false
    this.#deps.log.write({ kind: 'quit-asked', ...left })
    this.#put(left)
    if (this.#deps.isLocked()) void this.#askWhileLocked()
    return true
  }

  answer(choice: 'quit' | 'keep-open'): void {
    if (choice === 'quit') this.#deps.quit()
    else this.#put(null)
  }

  #left(): Left {
    try {
      return this.#deps.left()
    } catch (error) {
      this.#deps.log.write({ kind: 'failure', where: 'quit', failure: toFailure(error) })
      return { sends: 0, scheduled: 0, broadcasts: 0 }
    }
  }

  /** A locked page shows nothing and asks nothing. */
  async #askWhileLocked(): Promise<void> {
    const quits = await this.#deps.ask().catch(() => false)
    this.answer(quits ? 'quit' : 'keep-open')
  }

  #put(asked: AppInfo['quitAsked']): void {
    this.#asked = asked
    this.#deps.changed()
  }
}
