import type { Clock } from '../ports.ts'
import { IlinkTransportError } from './errors.ts'
import { ANSWER_STALL_MS, CLOSING_STALL_MS, type Endpoint } from './protocol.ts'

/** What of a call says when it ends. */
export interface WatchedCall {
  readonly endpoint: Endpoint
  /** Until the head of the answer is in; after it `ANSWER_STALL_MS` without a byte ends the call. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /**
   * The server forgets its answer once it is written. A call that is given up, for whatever reason, is only
   * half-closed then: what arrives whole is its answer all the same.
   */
  readonly keepsAnswer?: boolean
  /** Ends a call at once that is still read after `signal` gave it up. */
  readonly cut?: AbortSignal | undefined
  /** Told with the head of an answer and with everything of its body that comes. Must not throw. */
  readonly onBytes?: (() => void) | undefined
}

/** Why a call is ended from here. */
type GivenUp = 'timeout' | 'stalled' | 'aborted'

/**
 * After so many turns of the event loop whatever had reached this computer has been looked at: timers, and who
 * aborts, come before the sockets where the loop was busy.
 */
const LOOK_TURNS = 2

/**
 * Ends a call that its caller aborts, that gets no head of an answer in its time, or whose answer then stands still
 * (P20). While whoever reads the answer has a chunk in hand, nothing counts.
 *
 * Where the server forgets its answer (`keepsAnswer`), all three go the same way: first a look at what has arrived;
 * then the connection is half-closed, so that the server knows at once; and only when nothing has come for
 * `CLOSING_STALL_MS` is it destroyed. Bytes that come take a time-out or a standstill back, and are waited for.
 */
export class CallWatch {
  readonly #clock: Clock
  readonly #call: WatchedCall
  readonly #abort = new AbortController()
  readonly #halfClose = new AbortController()
  readonly #stopped = Promise.withResolvers<never>()
  readonly #onAbort = () => this.#giveUp()
  readonly #onCut = () => this.#stop('aborted')
  #cancelTimer: () => void
  #givenUp: GivenUp | null = null
  /** How often bytes came. */
  #arrivals = 0
  #lastByteAt: number | null = null
  #isInHand = false
  #isConnecting = false
  #isOver = false

  constructor(clock: Clock, call: WatchedCall) {
    this.#clock = clock
    this.#call = call
    this.#cancelTimer = clock.setTimeout(call.timeoutMs, () => this.#runOut('timeout'))
    call.signal?.addEventListener('abort', this.#onAbort, { once: true })
    call.cut?.addEventListener('abort', this.#onCut, { once: true })
  }

  /** Aborts the exchange. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Half-closes the connection: the server knows, and what it wrote still arrives. */
  get halfClose(): AbortSignal {
    return this.#halfClose.signal
  }

  /** What the port is to tell: whether the request waits for its connection, so that nothing of it has left. */
  readonly connecting = (isConnecting: boolean): void => {
    this.#isConnecting = isConnecting
  }

  /** Rejects with the reason as soon as the call is ended from here. */
  get stopped(): Promise<never> {
    return this.#stopped.promise
  }

  /** Why the call is being ended, though an answer may still come; null while it is not. */
  get givenUp(): GivenUp | null {
    return this.#givenUp
  }

  /** The body of an answer whose head is in. */
  read(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    this.#noteBytes()
    this.#waitForBytes()
    return this.#follow(body)
  }

  end(): void {
    this.#isOver = true
    this.#cancelTimer()
    this.#call.signal?.removeEventListener('abort', this.#onAbort)
    this.#call.cut?.removeEventListener('abort', this.#onCut)
  }

  async *#follow(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      this.#cancelTimer()
      this.#noteBytes()
      this.#isInHand = true
      yield chunk
      this.#isInHand = false
      this.#waitForBytes()
    }
    this.#cancelTimer()
  }

  #noteBytes(): void {
    this.#arrivals += 1
    this.#lastByteAt = this.#clock.monotonic()
    if (this.#givenUp !== 'aborted') this.#givenUp = null
    this.#call.onBytes?.()
  }

  #waitForBytes(): void {
    if (this.signal.aborted) return
    if (this.#givenUp === 'aborted') this.#wait(CLOSING_STALL_MS, 'aborted')
    else this.#wait(ANSWER_STALL_MS, 'stalled')
  }

  #wait(ms: number, kind: GivenUp): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.setTimeout(ms, () => this.#runOut(kind))
  }

  /** The caller aborts: an answer that arrives may go on arriving, and one that is being closed is closed no sooner. */
  #giveUp(): void {
    if (this.#call.keepsAnswer !== true) {
      this.#stop('aborted')
      return
    }
    const isClosing = this.#givenUp !== null
    this.#givenUp = 'aborted'
    if (isClosing || this.#isInHand) return
    const lastByteAt = this.#lastByteAt ?? Number.NEGATIVE_INFINITY
    const waitMs = lastByteAt + CLOSING_STALL_MS - this.#clock.monotonic()
    if (waitMs > 0) this.#wait(waitMs, 'aborted')
    else this.#runOut('aborted')
  }

  #runOut(kind: GivenUp): void {
    if (this.#call.keepsAnswer !== true) {
      this.#stop(kind)
      return
    }
    this.#cancelTimer()
    this.#givenUp ??= kind
    this.#look(this.#arrivals, LOOK_TURNS)
  }

  /** Goes on when what had already arrived had its chance to be read, and there was nothing. */
  #look(arrivals: number, turnsLeft: number): void {
    if (turnsLeft > 0) setImmediate(() => this.#look(arrivals, turnsLeft - 1))
    else if (!this.#isOver && this.#arrivals === arrivals) this.#close()
  }

  #close(): void {
    const kind = this.#givenUp
    if (kind === null) return
    if (this.halfClose.aborted) {
      this.#stop(kind)
      return
    }
    this.#wait(CLOSING_STALL_MS, kind)
    this.#halfClose.abort()
  }

  #stop(kind: GivenUp): void {
    const { endpoint } = this.#call
    const delivery = this.#isConnecting ? 'not-sent' : 'unknown'
    this.#stopped.reject(new IlinkTransportError({ endpoint, kind, delivery }))
    this.#abort.abort()
  }
}
