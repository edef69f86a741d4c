import type { SessionStatus } from '#core/accounts/ports.ts'
import type { PollEndKind } from '#core/ilink/poll-end.ts'
import type { Clock, Log } from '#core/ports.ts'
import type { DiagnosticsRepository, NewEvent } from '#core/storage/diagnostics-repository.ts'
import type { SendTrace } from '#core/storage/outbox-repository.ts'
import type { AccountEvent, TimelineEntry } from '#shared/model/diagnostics.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import type { MessageDetails } from '#shared/model/message-details.ts'
import { plainWords } from '#shared/text/plain-words.ts'
import { unreachable } from '#shared/unreachable.ts'
import { shortId, toFailure } from './log-event.ts'
import { type CountedPollEnd, PollSummary } from './poll-summary.ts'

/** Events are stored together, this long after the first: each alone is not worth a durable commit. */
const FLUSH_MS = 3_000
/** When they could not be stored, for example on a full disk. */
const RETRY_MS = 30_000
/** Events held while they cannot be stored; the oldest give way. */
const MAX_HELD = 5_000
/** Polls are summed up over this time while nothing else happens. */
const SUMMARY_MS = 3_600_000
const PAGE = 100

export interface RecorderDeps {
  clock: Clock
  log: Log
  repository: DiagnosticsRepository
}

/**
 * Writes down what happens to each account, for its timeline and for the log. Nothing waits for it,
 * and no failure of it reaches what it watches.
 */
export class Recorder {
  readonly #deps: RecorderDeps
  readonly #polls = new Map<AccountId, PollSummary>()
  readonly #shown = new Map<AccountId, SessionStatus>()
  #held: NewEvent[] = []
  #cancelFlush: (() => void) | null = null

  constructor(deps: RecorderDeps) {
    this.#deps = deps
  }

  record(accountId: AccountId, event: AccountEvent): void {
    const { clock, log } = this.#deps
    log.write({ kind: 'account', account: shortId(accountId), event })
    this.#held.push({ accountId, at: clock.now(), event })
    if (this.#held.length > MAX_HELD) this.#held.shift()
    this.#cancelFlush ??= clock.setTimeout(FLUSH_MS, () => this.#flushSoon())
  }

  /** A session says how it is; only a change is an event. */
  recordStatus(accountId: AccountId, status: SessionStatus): void {
    const before = this.#shown.get(accountId)
    if (before?.state === status.state && before.reason === status.reason) return
    this.#shown.set(accountId, status)
    if (before?.state === 'online') this.#sumUp(accountId)
    this.record(accountId, { kind: 'state', state: status.state, reason: status.reason })
  }

  recordPoll(accountId: AccountId, how: PollEndKind): void {
    switch (how) {
      case 'answered':
      case 'unanswered':
      case 'failed':
        this.#count(accountId, how)
        return
      case 'stale':
        this.record(accountId, { kind: 'stale-token' })
        return
      case 'forbidden':
      case 'aborted':
      case 'superseded':
        return
      default:
        unreachable(how)
    }
  }

  /** What became of own messages; that one is queued or on its way needs no line. */
  recordSends(traces: readonly SendTrace[]): void {
    for (const { accountId, serverText, resolution, ...send } of traces) {
      const isUnderWay = send.state === 'sending' || (send.state === 'queued' && send.reason === null)
      const serverWords = serverText === null ? null : plainWords(serverText)
      if (resolution !== null) this.record(accountId, { kind: 'resolved', id: send.id, resolution })
      else if (!isUnderWay) this.record(accountId, { kind: 'send', ...send, serverWords })
    }
  }

  /** An account's timeline as of now. */
  timeline(accountId: AccountId, before: number | null): { entries: TimelineEntry[]; hasOlder: boolean } {
    this.#flush()
    const entries = this.#deps.repository.timeline(accountId, before, PAGE + 1)
    return { entries: entries.slice(0, PAGE), hasOlder: entries.length > PAGE }
  }

  /** What became of one message as of now, the oldest first. */
  historyOf(accountId: AccountId, id: MessageId): MessageDetails['history'] {
    this.#flush()
    return this.#deps.repository.historyOf(accountId, id)
  }

  /** Sums up and stores everything so far. */
  settle(): void {
    for (const accountId of this.#polls.keys()) this.#sumUp(accountId)
    this.#tryFlush()
  }

  /** Stores what is left, for quitting. */
  stop(): void {
    this.settle()
    this.#cancelFlush?.()
    this.#cancelFlush = null
  }

  #count(accountId: AccountId, how: CountedPollEnd): void {
    const { clock } = this.#deps
    let polls = this.#polls.get(accountId)
    if (polls === undefined) {
      polls = new PollSummary(clock)
      this.#polls.set(accountId, polls)
    }
    const gap = polls.add(how)
    if (gap !== null) this.record(accountId, gap)
    if (polls.lastedMs() >= SUMMARY_MS) this.#sumUp(accountId)
  }

  #sumUp(accountId: AccountId): void {
    const summary = this.#polls.get(accountId)?.take() ?? null
    if (summary !== null) this.record(accountId, summary)
  }

  #flushSoon(): void {
    const isStored = this.#tryFlush()
    this.#cancelFlush = isStored ? null : this.#deps.clock.setTimeout(RETRY_MS, () => this.#flushSoon())
  }

  #tryFlush(): boolean {
    try {
      this.#flush()
      return true
    } catch (error) {
      this.#deps.log.write({ kind: 'failure', where: 'timeline', failure: toFailure(error) })
      return false
    }
  }

  #flush(): void {
    if (this.#held.length === 0) return
    this.#deps.repository.append(this.#held)
    this.#held = []
  }
}
