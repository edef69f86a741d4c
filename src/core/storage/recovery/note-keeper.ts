import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { ReadHandle } from '../handles.ts'
import { NotedAccount, type NoteStore, type RecoveryNote } from './recovery-note.ts'

/** How long after a commit the note is written: what a whole second brings is one note. */
const DELAY_MS = 500
/** After a failure, for example on a full disk. */
const RETRY_MS = 30_000

export interface NoteKeeperDeps {
  clock: Pick<Clock, 'setTimeout'>
  database: ReadHandle
  store: NoteStore
  failed(error: unknown): void
}

/** Events after which the note may be another. */
const TELLING: ReadonlySet<DomainEvent['kind']> = new Set([
  'messages-received',
  'sends-changed',
  'account-bound',
  'accounts-changed',
  'account-removed',
  'history-erased',
])

/** Keeps the note beside the database up with it, at most a second behind (P1, P21). */
export class NoteKeeper implements Subscriber {
  readonly place = 'note'
  readonly #deps: NoteKeeperDeps
  #cancelTimer: (() => void) | null = null
  #writing: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(deps: NoteKeeperDeps) {
    this.#deps = deps
  }

  handle({ kind }: DomainEvent): void {
    if (TELLING.has(kind)) this.#noteIn(DELAY_MS)
  }

  #noteIn(ms: number): void {
    if (!this.#isStopped) this.#cancelTimer ??= this.#deps.clock.setTimeout(ms, () => void this.#note())
  }

  /** Writes the note a last time, with the database still open. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#note()
  }

  #note(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const { database, store, failed } = this.#deps
    try {
      await store.write(takeNote(database))
    } catch (error) {
      failed(error)
      this.#noteIn(RETRY_MS)
    }
  }
}

function takeNote(database: ReadHandle): RecoveryNote {
  return {
    arrivals: arrivalsOf(database),
    accounts: database
      .select(
        `SELECT ${Object.keys(NotedAccount.shape).join(', ')} FROM accounts WHERE erased = 0 ORDER BY number`,
      )
      .all()
      .map((row) => NotedAccount.parse(row)),
  }
}

/** The highest number that a message was ever given. */
export function arrivalsOf(database: ReadHandle): number {
  return Number(
    database.select("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").get()?.['seq'] ?? 0,
  )
}
