import type { Clock } from '#core/ports.ts'
import type { Change, ChangeBatch } from '#shared/model/changes.ts'
import type { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { type Dirty, keyOf } from './change-key.ts'

/**
 * Takes a batch. Its promise is settled once the batch is digested; without one it is digested when this returns.
 */
export type BatchListener = (batch: ChangeBatch) => void | Promise<void>

/**
 * So many batches may be with a reader that has not digested them. The second one does not wait until the word that the
 * first is digested has come back; with one it came a way there and back later, which is most of what a message takes.
 */
const MAX_AHEAD = 2
/**
 * So many batches leave within the time of a frame, however soon they are digested: a page draws what comes within one
 * together, so that more of them would say things whose next value reaches the same frame.
 */
const MAX_IN_FRAME = 2
const FRAME_MS = 16
/** Once so many frames in a row had more than they may, two leave in so many ms: nobody follows what changes more often. */
const FULL_FRAMES = 6
const LONG_FRAME_MS = 50
/** Things read for one batch. Ten thousand lines of a ledger would keep main for half a second. */
const MOST_OF_BATCH = 200

/** What a handler may do to the connection that asked. */
export interface Reader {
  /** The number of the newest change that has gone out. */
  readonly revision: number
  /** Replaces the conversations whose messages it is told of. */
  watch(ids: Iterable<ConversationId>): void
  /** Replaces the conversations that it has on its screen. */
  look(ids: Iterable<ConversationId>): void
  /** Replaces the run the lines of whose ledger it is told of. */
  watchBroadcast(id: BroadcastId | null): void
}

interface ConnectionDeps {
  clock: Pick<Clock, 'monotonic' | 'setTimeout'>
  /** The newest value of a thing; null where there is nothing to tell. */
  read(dirty: Dirty, key: string, reader: Connection): Change | null
  /** Runs what reads several things. */
  together<T>(read: () => T): T
}

/**
 * One reader: what it watches, what it has been told, and what waits until it has digested the last batch, or the frame in
 * which it got two is over. What waits is a set of keys, so a reader that never digests anything costs no more than the things that changed.
 */
export class Connection implements Reader {
  readonly #deps: ConnectionDeps
  readonly #pending = new Map<string, Dirty>()
  #watched: ReadonlySet<ConversationId> = new Set()
  #shown: ReadonlySet<ConversationId> = new Set()
  #watchedBroadcast: BroadcastId | null = null
  #listener: BatchListener | null = null
  #revision = 0
  /** Batches that are with the reader. */
  #ahead = 0
  /** When the last of them left, monotonic; as many as may within a frame. */
  #leftAt: number[] = []
  /** Frames in a row that had more than they may. */
  #full = 0
  #cancelTimer: (() => void) | null = null

  constructor(deps: ConnectionDeps) {
    this.#deps = deps
  }

  get revision(): number {
    return this.#revision
  }

  watch(ids: Iterable<ConversationId>): void {
    this.#watched = new Set(ids)
  }

  look(ids: Iterable<ConversationId>): void {
    this.#shown = new Set(ids)
  }

  /** Conversations on its screen; none before it listens. */
  get shown(): ReadonlySet<ConversationId> {
    return this.#listener === null ? new Set() : this.#shown
  }

  watchBroadcast(id: BroadcastId | null): void {
    this.#watchedBroadcast = id
  }

  watches(id: ConversationId): boolean {
    return this.#listener !== null && this.#watched.has(id)
  }

  watchesBroadcast(id: BroadcastId): boolean {
    return this.#listener !== null && this.#watchedBroadcast === id
  }

  /** Whether something with this key still has to be told. */
  awaits(key: string): boolean {
    return this.#pending.has(key)
  }

  /** Something changed; `flush` tells of it. */
  note(dirty: Dirty): void {
    if (this.#listener === null || !this.#concerns(dirty)) return
    const key = keyOf(dirty)
    this.#pending.delete(key)
    this.#pending.set(key, dirty)
  }

  /** Hands out what waits, unless the reader is still busy with the last batches; what is too much for one, in several. */
  flush(): void {
    if (this.#mayGetMore() && !this.#waitsForFrame()) this.#send()
  }

  #mayGetMore(): boolean {
    return this.#listener !== null && this.#ahead < MAX_AHEAD && this.#pending.size > 0
  }

  #send(): void {
    const listener = this.#listener
    if (listener === null) return
    const changes = this.#deps.together(() => this.#takeSome())
    if (changes.length === 0) return
    const from = this.#revision
    this.#revision += changes.length
    const digested = listener({ from, to: this.#revision, changes })
    if (digested === undefined) {
      this.flush()
      return
    }
    this.#ahead += 1
    this.#noteLeft()
    const goOn = () => {
      if (this.#listener !== listener) return
      this.#ahead -= 1
      this.flush()
    }
    digested.then(goOn, goOn)
  }

  /** Whether enough has left within a frame; what waits leaves when that is over. */
  #waitsForFrame(): boolean {
    if (this.#cancelTimer !== null) return true
    const { clock } = this.#deps
    const now = clock.monotonic()
    const [first, last = now] = this.#leftAt
    if (first === undefined || now - last > FRAME_MS) this.#full = 0
    if (first === undefined || this.#leftAt.length < MAX_IN_FRAME) return false
    const waitMs = first + (this.#full < FULL_FRAMES ? FRAME_MS : LONG_FRAME_MS) - now
    if (waitMs <= 0) return false
    this.#cancelTimer = clock.setTimeout(waitMs, () => {
      this.#cancelTimer = null
      this.#full += 1
      if (this.#mayGetMore()) this.#send()
    })
    return true
  }

  #noteLeft(): void {
    this.#leftAt.push(this.#deps.clock.monotonic())
    if (this.#leftAt.length > MAX_IN_FRAME) this.#leftAt.shift()
  }

  /** Nothing that left before counts. */
  #beginAnew(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#leftAt = []
    this.#full = 0
  }

  #takeSome(): Change[] {
    const changes: Change[] = []
    for (const [key, dirty] of this.#pending) {
      if (changes.length === MOST_OF_BATCH) break
      this.#pending.delete(key)
      const change = this.#concerns(dirty) ? this.#deps.read(dirty, key, this) : null
      if (change !== null) changes.push(change)
    }
    return changes
  }

  /** Tells `listener` of all changes from now on, in place of whoever was told before. */
  subscribe(listener: BatchListener): () => void {
    this.#pending.clear()
    this.#beginAnew()
    this.#ahead = 0
    this.#listener = listener
    return () => {
      if (this.#listener !== listener) return
      this.#listener = null
      this.#beginAnew()
      this.#pending.clear()
    }
  }

  /** Nothing is watched, and what waits is never told. */
  silence(): void {
    this.#pending.clear()
    this.#watched = new Set()
    this.#shown = new Set()
    this.#watchedBroadcast = null
  }

  /** Nobody is told any more, and nothing is watched. */
  close(): void {
    this.#listener = null
    this.#beginAnew()
    this.silence()
  }

  #concerns(dirty: Dirty): boolean {
    switch (dirty.kind) {
      case 'message':
        return this.#watched.has(dirty.conversationId)
      case 'ready':
        return dirty.conversationId === null || this.#watched.has(dirty.conversationId)
      case 'broadcast-recipient':
        return this.#watchedBroadcast === dirty.id
      case 'account':
      case 'account-written-to':
      case 'conversation':
      case 'contact':
      case 'broadcast':
      case 'templates':
      case 'segments':
      case 'quick-reply':
      case 'scheduled':
      case 'app':
      case 'lessons':
      case 'program':
      case 'proposal':
        return true
      default:
        return unreachable(dirty)
    }
  }
}
