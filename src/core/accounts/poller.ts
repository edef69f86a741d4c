import type { IlinkClient } from '#core/ilink/client.ts'
import type { DecodedUpdates } from '#core/ilink/message.ts'
import type { PollEnd } from '#core/ilink/poll-end.ts'
import type { Clock } from '#core/ports.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { HoldPolicy } from './hold-policy.ts'
import type { AccountRecord, Ingested, UpdateBatch, UpdateSink } from './ports.ts'

/** An empty answer that comes this soon was not held. */
const QUICK_MS = 250
const FIRST_PAUSE_MS = 50
const MAX_PAUSE_MS = 1_000
/** When the answers are larger than one may be, too, and nothing of them is new (P20). */
const MAX_PAUSE_AFTER_FLOOD_MS = 60_000

export interface PollerOptions {
  client: Pick<IlinkClient, 'getUpdates'>
  sink: UpdateSink
  clock: Clock
  holds: HoldPolicy
  record: Pick<AccountRecord, 'id' | 'binding' | 'baseUrl' | 'cursor'>
  token: string
  /** Ends a poll at once that was given up and is still read. */
  cut: AbortSignal
}

/** What a poll whose answer was stored brings: `pauseMs` keeps a server that does not hold from being asked without end. */
export interface Stored {
  readonly pauseMs: number
}

/**
 * The polls of one binding, one at a time. It alone knows the cursor, which moves only after the
 * sink has committed the batch that it covers (P1).
 */
export class Poller {
  readonly #options: PollerOptions
  #cursor: string
  #hintMs: number | null = null
  /** Answers in a row that brought nothing new. */
  #idleAnswers = 0
  /** When the head of the answer under way was in, monotonic. */
  #headAt: number | null = null
  /** Answered but not stored: the server may have forgotten it, so it is kept until it can be. */
  #unstored: UpdateBatch | null = null

  constructor(options: PollerOptions) {
    this.#options = options
    this.#cursor = options.record.cursor
  }

  /** Whether an answer is arriving: its head is in. */
  get isArriving(): boolean {
    return this.#headAt !== null
  }

  /**
   * Polls once and stores the answer, or stores the last answer if that failed. Of an aborted poll what came of an
   * answer is stored, for the server may have forgotten it. `onAnswering` is told when an answer begins to arrive.
   * Never rejects.
   */
  async poll(signal: AbortSignal, onAnswering: () => void = () => {}): Promise<PollEnd<Stored>> {
    if (this.#unstored !== null) return this.#store(this.#unstored, 0)
    const { client, clock, holds, record, token, cut } = this.#options
    const startedAt = clock.monotonic()
    const outcome = await client.getUpdates({
      account: { baseUrl: record.baseUrl, token },
      cursor: this.#cursor,
      holdMs: holds.holdMs(record.baseUrl, this.#hintMs),
      signal,
      cut,
      onBytes: () => {
        if (this.#headAt !== null) return
        this.#headAt = clock.monotonic()
        onAnswering()
      },
    })
    const heldMs = (this.#headAt ?? clock.monotonic()) - startedAt
    this.#headAt = null
    switch (outcome.kind) {
      case 'answered':
        holds.recordAnswer(record.baseUrl, heldMs)
        return this.#accept(outcome, heldMs)
      case 'unanswered':
        if (outcome.by === 'gateway') holds.recordCut(record.baseUrl)
        return holds.isShort(record.baseUrl) ? { kind: 'unanswered', by: 'short-hold' } : outcome
      case 'failed':
      case 'stale':
      case 'forbidden':
      case 'aborted':
      case 'superseded':
        return outcome
      default:
        return unreachable(outcome)
    }
  }

  async #accept(updates: DecodedUpdates, heldMs: number): Promise<PollEnd<Stored>> {
    const { clock, record } = this.#options
    if (updates.holdMs !== null) this.#hintMs = updates.holdMs
    const batch: UpdateBatch = {
      accountId: record.id,
      binding: record.binding,
      messages: updates.messages,
      lost: updates.lost,
      cursor: updates.cursor,
      receivedAt: clock.now(),
    }
    const stored = await this.#store(batch, heldMs)
    const { brokenOff } = updates
    if (brokenOff === null || stored.kind !== 'answered') return stored
    return brokenOff === 'aborted' ? { kind: 'aborted' } : { kind: 'failed', reason: brokenOff }
  }

  async #store(batch: UpdateBatch, heldMs: number): Promise<PollEnd<Stored>> {
    let ingested: Ingested
    try {
      ingested = await this.#options.sink.ingest(batch)
    } catch {
      this.#unstored = batch
      return { kind: 'failed', reason: 'storage' }
    }
    this.#unstored = null
    if (ingested.kind === 'superseded') return ingested
    const hasMoved = batch.cursor !== null && batch.cursor !== this.#cursor
    if (batch.cursor !== null) this.#cursor = batch.cursor
    return { kind: 'answered', pauseMs: this.#pauseAfter(batch, heldMs, hasMoved && ingested.added > 0) }
  }

  /**
   * A server whose answers bring nothing new is asked ever less often, at worst once a second, unless it held the
   * poll and said nothing. What does not move the cursor is nothing new either: it comes again.
   */
  #pauseAfter({ messages, lost }: UpdateBatch, heldMs: number, hasNews: boolean): number {
    const wasHeld = messages.length === 0 && lost === 0 && heldMs >= QUICK_MS
    if (hasNews || wasHeld) {
      this.#idleAnswers = 0
      return 0
    }
    this.#idleAnswers += 1
    const longest = lost > 0 ? MAX_PAUSE_AFTER_FLOOD_MS : MAX_PAUSE_MS
    return Math.min(longest, FIRST_PAUSE_MS * 2 ** (this.#idleAnswers - 1))
  }
}
