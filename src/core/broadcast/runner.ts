import type { SessionStatus } from '#core/accounts/ports.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import type { OutgoingContent } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredContent } from '#core/storage/broadcast-content-repository.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { DueRecipient } from '#core/storage/ledger-repository.ts'
import type { BreakerReason, BroadcastId, SkipReason } from '#shared/model/broadcast.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import { messagesLeft, windowAt } from '#shared/model/reply-window.ts'
import { breakerFor, isRunRestricted } from './breakers.ts'
import { quotaReason } from './plan.ts'
import { skipOfBreaker, standingOf } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'

/** Windows close although nothing else happens. */
const LOOK_AGAIN_MS = 60_000
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000
/** Recipients looked at in one go. */
const PORTION = 50

export interface RunnerParts {
  clock: Clock
  stores: BroadcastStores
  outbox: Pick<Outbox, 'hand' | 'withdraw' | 'wake'>
  /** False while the account's session cannot send. */
  canSend(id: AccountId): boolean
  /** Null for an account that is gone. */
  statusOf(id: AccountId): SessionStatus | null
  /** A run, and these lines of its ledger, changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
  failed(error: unknown): void
}

/**
 * Carries out runs, one after the other. Each account has one person's messages in the outbox at a time: they
 * are handed over in the transaction that notes it in the ledger, so that whatever ends the program, nobody
 * is forgotten and nobody gets anything twice (P13).
 */
export class BroadcastRunner {
  readonly #parts: RunnerParts
  #isStarted = false
  #isWorking = false
  #isAskedAgain = false
  /** The run whose messages the outbox sends. */
  #active: BroadcastId | null = null
  #cancelTimer: () => void = () => {}

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  /** Notes what became of everything an earlier program had handed over, and goes on. */
  start(): void {
    this.#isStarted = true
    const { stores } = this.#parts
    for (const run of stores.broadcasts.list()) {
      if (run.state === 'draft') continue
      for (const place of stores.ledger.places(run.id, 'sending', 'unconfirmed')) this.#settle(run.id, place)
    }
    this.wake()
  }

  stop(): void {
    this.#isStarted = false
    this.#cancelTimer()
  }

  /** Looks for what can be done; harmless at any time. */
  wake(): void {
    this.#isAskedAgain = true
    if (!this.#isStarted || this.#isWorking) return
    this.#isWorking = true
    this.#cancelTimer()
    try {
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false
        this.#work()
      }
      if (this.#parts.stores.broadcasts.active() !== null) this.#wakeIn(LOOK_AGAIN_MS)
    } catch (error) {
      this.#parts.failed(error)
      this.#wakeIn(STORAGE_RETRY_MS)
    } finally {
      this.#isWorking = false
    }
  }

  /** Messages changed in the outbox: the ledger follows, and an account may have to be left alone. */
  noteMessages(ids: readonly MessageId[]): void {
    const { ledger } = this.#parts.stores
    const lines = new Map<string, { id: BroadcastId; place: number }>()
    for (const id of ids) {
      const line = ledger.lineOf(id)
      if (line !== null) lines.set(`${line.id}/${line.place}`, line)
    }
    for (const { id, place } of lines.values()) {
      this.#settle(id, place)
      this.#parts.changed(id, [place])
    }
    this.wake()
  }

  #wakeIn(ms: number): void {
    this.#cancelTimer()
    if (this.#isStarted) this.#cancelTimer = this.#parts.clock.setTimeout(ms, () => this.wake())
  }

  /** Writes how a recipient stands whose messages are in the outbox. */
  #settle(id: BroadcastId, place: number): void {
    const { clock, stores } = this.#parts
    const line = stores.ledger.get(id, place)
    // whose turn is to come again has nothing in the outbox
    if (line === null || line.state === 'queued') return
    const breaker = stores.ledger.breakers(id).find(({ accountId }) => accountId === line.accountId)
    const { state, skip } = standingOf(line.items, breaker?.reason ?? null)
    if (state === line.state && skip === line.skip) return
    stores.ledger.setState(id, place, state, skip, state === 'sending' ? null : clock.now())
  }

  #work(): void {
    const { ledger, broadcasts } = this.#parts.stores
    const run = broadcasts.active()
    const isNew = run !== null && run.id !== this.#active
    this.#active = run?.id ?? null
    if (run === null) return
    const waiting = ledger.accountsWith(run.id, 'queued')
    const busy = new Set(ledger.accountsWith(run.id, 'sending'))
    for (const account of new Set([...waiting, ...busy])) {
      this.#tripIfNeeded(run, account)
      if (broadcasts.active()?.id !== run.id) return
    }
    for (const account of ledger.accountsWith(run.id, 'queued')) {
      if (!busy.has(account)) this.#handNext(run, account)
    }
    // what was held back while it was not its turn
    if (isNew) for (const account of busy) this.#parts.outbox.wake(account)
    this.#finishIfDone(run)
  }

  #tripIfNeeded(run: StoredBroadcast, account: AccountId): void {
    const { clock, stores, statusOf } = this.#parts
    if (stores.ledger.breakers(run.id).some(({ accountId }) => accountId === account)) return
    const reason = breakerFor(stores, run, account, statusOf(account), clock.now())
    if (reason !== null) this.#trip(run, account, reason)
  }

  /** Nothing more of this run goes through the account. */
  #trip(run: StoredBroadcast, account: AccountId, reason: BreakerReason): void {
    const { clock, stores, outbox, changed } = this.#parts
    const { ledger } = stores
    const places: number[] = []
    outbox.withdraw(ledger.unbegunMessages(run.id, account), 'broadcast-stopped', () => {
      ledger.addBreaker(run.id, account, reason)
      for (;;) {
        const due = ledger.due(run.id, account, PORTION)
        if (due.length === 0) break
        for (const { place } of due) {
          ledger.setState(run.id, place, 'skipped', skipOfBreaker(reason), clock.now())
          places.push(place)
        }
      }
    })
    for (const place of ledger.places(run.id, 'sending')) this.#settle(run.id, place)
    if (isRunRestricted(stores, run)) stores.broadcasts.setState(run.id, 'stopped', 'restricted', null)
    changed(run.id, places)
  }

  /** Hands the account's next person to the outbox; who cannot be reached any more is skipped on the way. */
  #handNext(run: StoredBroadcast, account: AccountId): void {
    const { clock, stores, outbox, canSend, changed } = this.#parts
    const { ledger } = stores
    const isAble = canSend(account)
    const skipped: number[] = []
    for (;;) {
      const due = ledger.due(run.id, account, PORTION)
      const next = due.find((recipient) => {
        const skip = this.#reasonAgainst(run, recipient)
        if (skip === null) return true
        ledger.setState(run.id, recipient.place, 'skipped', skip, clock.now())
        skipped.push(recipient.place)
        return false
      })
      if (next === undefined && due.length === PORTION) continue
      if (skipped.length > 0) changed(run.id, skipped)
      if (next === undefined || !isAble) return
      const contents = contentsOf(next, stores.contents.get(run.contentId))
      outbox.hand({ conversationId: next.conversationId, broadcastId: run.id }, contents, (messages) => {
        const handed = next.items.flatMap((item, index) => {
          const message = messages[index]
          return message === undefined ? [] : [[item, message] as const]
        })
        ledger.begin(run.id, next.place, new Map(handed), clock.now())
      })
      changed(run.id, [next.place])
      return
    }
  }

  /** The contact may have been written to since the plan was made, or the window may have closed. */
  #reasonAgainst(run: StoredBroadcast, { conversationId, items }: DueRecipient): SkipReason | null {
    const { clock, stores } = this.#parts
    const now = clock.now()
    const way = stores.ways.get(conversationId)
    if (way === null) return 'account-offline'
    if (way.isExcluded) return 'excluded'
    if (windowAt(way, now).kind !== 'open' || !way.hasContextToken) return 'window-closed'
    return quotaReason(Math.max(0, messagesLeft(way, now) - way.unsent), items.length, run.reserve)
  }

  #finishIfDone(run: StoredBroadcast): void {
    const { clock, stores, changed } = this.#parts
    if (stores.ledger.isOpen(run.id)) return
    stores.broadcasts.setState(run.id, 'finished', null, clock.now())
    changed(run.id, [])
    this.#isAskedAgain = true
  }
}

/** A recipient's messages that are still to be sent, as the outbox takes them. */
function contentsOf({ pieces, items }: DueRecipient, { files }: StoredContent): OutgoingContent[] {
  return items.map((item): OutgoingContent => {
    const text = pieces[item]
    if (text !== undefined) {
      const piece = pieces.length === 1 ? null : { index: item + 1, count: pieces.length }
      return { kind: 'text', text, piece }
    }
    const found = files[item - pieces.length]
    // a run keeps its files while it goes on, and a retry looks for them first
    if (found === undefined || found.file === null) throw new Error('a file of a broadcast is not known')
    const { name, file, asFile } = found
    return { kind: 'medium', medium: { file, name, kind: asFile ? 'file' : sendKindOf(file) } }
  })
}
