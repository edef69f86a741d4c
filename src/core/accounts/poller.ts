import type { IlinkClient } from '#core/ilink/client.ts'
import type { DecodedUpdates } from '#core/ilink/message.ts'
import type { PollEnd } from '#core/ilink/poll-end.ts'
import type { Clock } from '#core/ports.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { HoldPolicy } from './hold-policy.ts'
import type { AccountRecord, UpdateBatch, UpdateSink } from './ports.ts'

/** An answer that comes this soon was not held. */
const QUICK_MS = 250
const FIRST_PAUSE_MS = 50
const MAX_PAUSE_MS = 1_000
/** Turns of the event loop in which an answer that has reached this computer is read whole. */
const LAST_LOOK_TURNS = 4

export interface PollerOptions {
  client: Pick<IlinkClient, 'getUpdates'>
  sink: UpdateSink
  clock: Clock
  holds: HoldPolicy
  record: Pick<AccountRecord, 'id' | 'binding' | 'baseUrl' | 'cursor'>
  token: string
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
  #quickAnswers = 0
  /** When the head of the answer under way was in, and when its last byte came; monotonic. */
  #head: { inAt: number; lastByteAt: number } | null = null
  /** Answered but not stored: the server may have forgotten it, so it is kept until it can be. */
  #unstored: UpdateBatch | null = null

  constructor(options: PollerOptions) {
    this.#options = options
    this.#cursor = options.record.cursor
  }

  /** When the last byte of an answer that is arriving came, monotonic; null while none arrives. */
  get lastByteAt(): number | null {
    return this.#head?.lastByteAt ?? null
  }

  /**
   * Polls once and stores the answer, or stores the last answer if that failed. An aborted poll takes a
   * last look for an answer first: the server may have forgotten it. `onAnswering` is told when an answer begins
   * to arrive. Never rejects.
   */
  async poll(signal: AbortSignal, onAnswering: () => void = () => {}): Promise<PollEnd<Stored>> {
    if (this.#unstored !== null) return this.#store(this.#unstored, 0)
    const { client, clock, holds, record, token } = this.#options
    const startedAt = clock.monotonic()
    const outcome = await client.getUpdates({
      account: { baseUrl: record.baseUrl, token },
      cursor: this.#cursor,
      holdMs: holds.holdMs(record.baseUrl, this.#hintMs),
      signal: afterLastLook(signal),
      onBytes: () => {
        const lastByteAt = clock.monotonic()
        const isFirst = this.#head === null
        this.#head = { inAt: this.#head?.inAt ?? lastByteAt, lastByteAt }
        if (isFirst) onAnswering()
      },
    })
    const heldMs = (this.#head?.inAt ?? clock.monotonic()) - startedAt
    this.#head = null
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

  #accept(updates: DecodedUpdates, heldMs: number): PollEnd<Stored> {
    const { clock, record } = this.#options
    if (updates.holdMs !== null) this.#hintMs = updates.holdMs
    const hasMoved = updates.cursor !== null && updates.cursor !== this.#cursor
    const batch: UpdateBatch = {
      accountId: record.id,
      binding: record.binding,
      messages: updates.messages,
      cursor: updates.cursor,
      receivedAt: clock.now(),
    }
    return this.#store(batch, this.#pauseAfter(heldMs, hasMoved && updates.messages.length > 0))
  }

  #store(batch: UpdateBatch, pauseMs: number): PollEnd<Stored> {
    let isCurrent: boolean
    try {
      isCurrent = this.#options.sink.ingest(batch)
    } catch {
      this.#unstored = batch
      return { kind: 'failed', reason: 'storage' }
    }
    this.#unstored = null
    if (!isCurrent) return { kind: 'superseded' }
    if (batch.cursor !== null) this.#cursor = batch.cursor
    return { kind: 'answered', pauseMs }
  }

  /** A server that answers at once with nothing new is asked ever less often, at worst once a second. */
  #pauseAfter(heldMs: number, hasNews: boolean): number {
    if (hasNews || heldMs >= QUICK_MS) {
      this.#quickAnswers = 0
      return 0
    }
    this.#quickAnswers += 1
    return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#quickAnswers - 1))
  }
}

/** A signal that follows `signal` as soon as what has already arrived had its chance to be read. */
function afterLastLook(signal: AbortSignal): AbortSignal {
  const closing = new AbortController()
  const look = (turnsLeft: number): void => {
    if (turnsLeft === 0) closing.abort()
    else setImmediate(look, turnsLeft - 1)
  }
  if (signal.aborted) closing.abort()
  else signal.addEventListener('abort', () => look(LAST_LOOK_TURNS), { once: true })
  return closing.signal
}
