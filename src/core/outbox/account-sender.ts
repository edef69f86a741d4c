import type { EventSink } from '#core/events/event-bus.ts'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import { parseItem } from '#core/ilink/message-builder.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import type { Clock } from '#core/ports.ts'
import type { SendTarget } from '#core/storage/conversation-repository.ts'
import type { PacedJob } from '#core/storage/outbox-queue.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { messagesLeft } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Pacing, SendingSession } from './ports.ts'
import type { RateLimits } from './rate-limits.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import { type AfterSend, type OutboxStores, type SettledSend, settle } from './settle.ts'
import type { Turns } from './turns.ts'
import { defer, keepWaiting, reasonToWait } from './waiting.ts'

/** Shortest time between two sends of one account (fact sheet 5.4). */
export const PACE_MS = 1500
/** How long an account waits after a send that never left, doubling. */
const RETRY_MIN_MS = 2_000
const RETRY_MAX_MS = 30_000
/** How long a sender waits after a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000

export interface SenderContext {
  clock: Clock
  stores: OutboxStores
  session: SendingSession
  rateLimits: RateLimits
  /** When the next message of a broadcast may leave. */
  pacing: Pacing
  /** Who waited for that looks for work here. */
  turns: Turns
  events: EventSink
  /** A commit failed, or a send broke in a way that has no words; the sender goes on by itself. */
  failed(error: unknown): void
}

/** Sends one account's queue, one message at a time and in order. Accounts do not wait for each other. */
export class AccountSender {
  readonly #id: AccountId
  readonly #context: SenderContext
  readonly #abort = new AbortController()
  #running: Promise<void> | null = null
  #isWoken = false
  #stopping = false
  /** An outcome that could not be committed yet: it must not be forgotten, nor the message sent twice. */
  #unsettled: SettledSend | null = null
  /** Nothing leaves until then; monotonic. */
  #waitUntil = Number.NEGATIVE_INFINITY
  #failures = 0
  /** The moment that a broadcast's message may leave was taken for this account. */
  #hasTurn = false
  #cancelTimer: () => void = () => {}

  constructor(id: AccountId, context: SenderContext) {
    this.#id = id
    this.#context = context
  }

  /** Looks for work; harmless at any time. */
  wake(): void {
    this.#isWoken = true
    if (this.#running === null && !this.#stopping) this.#running = this.#run()
  }

  /** Works until nothing is left to do, and once more for every wake that came meanwhile. */
  async #run(): Promise<void> {
    await Promise.resolve()
    try {
      while (this.#isWoken && !this.#stopping) {
        this.#isWoken = false
        this.#cancelTimer()
        await this.#drain()
      }
    } catch (error) {
      this.#context.failed(error)
      this.#wakeIn(STORAGE_RETRY_MS)
    } finally {
      this.#running = null
    }
  }

  /** Ends the sender: an answer under way gets until `giveUp` resolves, then it is given up. */
  async stop(giveUp: Promise<void>): Promise<void> {
    this.#stopping = true
    this.#cancelTimer()
    await Promise.race([this.#running ?? Promise.resolve(), giveUp])
    this.#abort.abort()
    await this.#running
  }

  async #drain(): Promise<void> {
    const { session, stores, pacing, rateLimits } = this.#context
    while (!this.#stopping) {
      if (this.#unsettled !== null) {
        this.#scheduleNext(this.#settle(this.#unsettled))
      }
      if (!session.canSend(this.#id)) return
      const isOwn = stores.queue.nextQueued(this.#id) !== null
      const paced = isOwn ? null : stores.queue.nextPaced(this.#id)
      if (!isOwn && paced === null) return
      const wait = Math.max(this.#msToWait(), paced === null ? 0 : pacing.msUntil(this.#id))
      if (wait > 0) {
        if (rateLimits.msLeft(this.#id) > PACE_MS) this.#explainPause()
        if (paced === null) this.#wakeIn(wait)
        else this.#waitForTurn(wait)
        return
      }
      // taken before anything else happens, so that hundreds who wait for the same moment do not all come to nothing
      this.#hasTurn = paced !== null
      if (paced !== null) pacing.record(this.#id, paced.paceMs, paced.perMinute)
      await session.ensureFresh(this.#id)
      if (this.#stopping || !session.canSend(this.#id)) return
      if (this.#msToWait() > 0) continue
      await this.#sendNext()
    }
  }

  /** The sender's own backoff, or the pause that the server asked for. */
  #msToWait(): number {
    const { clock, rateLimits } = this.#context
    return Math.max(0, this.#waitUntil - clock.monotonic(), rateLimits.msLeft(this.#id))
  }

  #backOff(ms: number): void {
    this.#waitUntil = Math.max(this.#waitUntil, this.#context.clock.monotonic() + ms)
  }

  #wakeIn(ms: number): void {
    this.#setTimer(ms, () => this.wake())
  }

  /** A message of a broadcast waits; another account's may take the moment, and then nothing is looked up. */
  #waitForTurn(ms: number): void {
    const { pacing, turns } = this.#context
    const unlessTaken = (go: () => void) => () => {
      const more = pacing.msUntil(this.#id)
      if (more > 0) this.#waitForTurn(more)
      else go()
    }
    const look = unlessTaken(() => this.wake())
    this.#setTimer(
      ms,
      unlessTaken(() => turns.take(look)),
    )
  }

  #setTimer(ms: number, then: () => void): void {
    this.#cancelTimer()
    if (!this.#stopping) this.#cancelTimer = this.#context.clock.setTimeout(ms, then)
  }

  /** Says of everything queued that it goes out by itself after the pause (P5). */
  #explainPause(): void {
    const { stores, events } = this.#context
    const accountId = this.#id
    stores.database.transaction(() => {
      const messageIds = stores.writer.explainQueued(accountId, 'rate-limit-pause')
      if (messageIds.length === 0) return
      events.raise({ kind: 'sends-changed', accountId, messageIds, accountChanged: false })
    })
  }

  async #sendNext(): Promise<void> {
    const { stores } = this.#context
    const begun = stores.database.transaction(() => {
      const taken = this.#begin()
      if (taken !== null) raiseSendsChanged(this.#context, this.#id, [taken.job.id])
      return taken
    })
    if (begun === null || !begun.goes) return
    const began = this.#context.clock.monotonic()
    const outcome = await this.#send(begun.job, begun.contactUserId, begun.contextToken)
    // counted from the answer, so that at the server too the pace is never quicker
    this.#backOff(PACE_MS)
    this.#unsettled = { job: begun.job, outcome, began }
    this.#scheduleNext(this.#settle(this.#unsettled))
  }

  async #send(job: OutboxJob, toUserId: string, contextToken: string | null): Promise<SendOutcome> {
    const { session, failed } = this.#context
    try {
      if (job.item === null) throw new Error('a message without an item was taken to be sent')
      const message = { toUserId, clientId: job.clientId, item: parseItem(job.item), contextToken }
      return await session.send(this.#id, message, this.#abort.signal)
    } catch (error) {
      // Whatever broke, the server may have the message: nothing is sent again by itself (P3).
      failed(error)
      const lost = new IlinkTransportError({ endpoint: 'sendmessage', kind: 'network', delivery: 'unknown' })
      return { kind: 'unknown-delivery', error: lost }
    }
  }

  #settle(send: SettledSend): AfterSend {
    const { clock, stores, rateLimits } = this.#context
    const after = stores.database.transaction(() => {
      const settled = settle({ stores, rateLimits, now: clock.now() }, send)
      raiseSendsChanged(this.#context, this.#id, settled.messages, settled.account)
      return settled.after
    })
    this.#unsettled = null
    return after
  }

  /** Takes the next job with the newest token, or lets it wait where it cannot arrive (P5, P7). */
  #begin(): { job: OutboxJob; goes: boolean; contactUserId: string; contextToken: string | null } | null {
    const { clock, stores, pacing } = this.#context
    const own = stores.queue.nextQueued(this.#id)
    const paced = own === null ? stores.queue.nextPaced(this.#id) : null
    // it became a broadcast's turn while something else was meant to leave
    if (paced !== null && !this.#hasTurn) return null
    const job = own ?? paced?.job ?? null
    const target = job === null ? null : stores.conversations.target(job.conversationId)
    if (job === null || target === null) return null
    const { contactUserId, contextToken } = target
    const now = clock.now()
    // what was scheduled never leaves late by surprise
    if (job.sendBy !== null && now > job.sendBy) {
      keepWaiting(stores, job, 'time-missed', now)
      return { job, goes: false, contactUserId, contextToken }
    }
    const reason = reasonToWait(target, job.force, now) ?? reserveReason(target, paced, now)
    if (reason !== null) {
      defer(stores, job, reason)
      return { job, goes: false, contactUserId, contextToken }
    }
    this.#backOff(PACE_MS)
    if (paced !== null) pacing.record(this.#id, paced.paceMs, paced.perMinute)
    stores.writer.setState(job.id, 'sending')
    stores.conversations.recordSend(job.conversationId)
    return { job, goes: true, contactUserId, contextToken }
  }

  #scheduleNext(after: AfterSend): void {
    switch (after) {
      case 'go-on':
        this.#failures = 0
        return
      // The session cannot send now, so the loop ends by itself and the session wakes it again.
      case 'wait-for-session':
      // The pause has been stored, and counts as backoff.
      case 'rate-limited':
        return
      case 'retry-later':
        this.#backOff(Math.min(RETRY_MIN_MS * 2 ** this.#failures, RETRY_MAX_MS))
        this.#failures += 1
        return
      default:
        unreachable(after)
    }
  }
}

/** A broadcast never spends what is kept for a person's own replies (P13). */
function reserveReason(target: SendTarget, paced: PacedJob | null, now: number): SendReason | null {
  if (paced === null) return null
  return messagesLeft(target, now) - 1 < paced.reserve ? 'reserve' : null
}
