import type { Clock } from '#core/ports.ts'
import type { Change, ChangeBatch } from '#shared/model/changes.ts'
import { unreachable } from '#shared/unreachable.ts'

/** One frame at 60 Hz: bursts become one batch a frame, a lone change goes out at once. */
const FRAME_MS = 16

function keyOf(change: Change): string {
  switch (change.kind) {
    case 'account':
      return `account:${change.account.id}`
    case 'account-removed':
      return `account:${change.id}`
    case 'conversation':
      return `conversation:${change.conversation.id}`
    case 'conversation-removed':
      return `conversation:${change.id}`
    case 'message':
      return `message:${change.message.id}`
    case 'media-progress':
      return `media-progress:${change.id}`
    case 'sign-in':
      return `sign-in:${change.signIn.id}`
    case 'sign-in-removed':
      return `sign-in:${change.id}`
    case 'settings':
      return 'settings'
    case 'app':
      return 'app'
    case 'backup':
      return 'backup'
    case 'broadcast':
      return `broadcast:${change.broadcast.id}`
    case 'broadcast-removed':
      return `broadcast:${change.id}`
    case 'broadcast-recipient':
      return `broadcast-recipient:${change.recipient.broadcastId}:${change.recipient.place}`
    case 'templates':
      return 'templates'
    default:
      return unreachable(change)
  }
}

/**
 * Numbers every change and hands them on in batches: at once when idle, else once a frame. Within
 * a batch only the newest value of each thing is kept, since every change carries the whole value.
 */
export class ChangeBus {
  readonly #clock: Clock
  readonly #listeners = new Set<(batch: ChangeBatch) => void>()
  #revision = 0
  #sent = 0
  #pending = new Map<string, Change>()
  #cooling = false
  #cancel: () => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The number of the newest change that has been handed out. */
  get revision(): number {
    return this.#sent
  }

  publish(...changes: Change[]): void {
    for (const change of changes) {
      this.#revision += 1
      const key = keyOf(change)
      this.#pending.delete(key)
      this.#pending.set(key, change)
    }
    if (changes.length > 0 && !this.#cooling) this.flush()
  }

  /** Hands out what is pending; called before a snapshot, so that the snapshot stands at `revision`. */
  flush(): void {
    this.#cancel()
    this.#cooling = false
    if (this.#pending.size === 0) return
    const batch: ChangeBatch = { from: this.#sent, to: this.#revision, changes: [...this.#pending.values()] }
    this.#pending = new Map()
    this.#sent = this.#revision
    this.#cooling = true
    this.#cancel = this.#clock.setTimeout(FRAME_MS, () => {
      this.#cooling = false
      this.flush()
    })
    for (const listener of this.#listeners) listener(batch)
  }

  subscribe(listener: (batch: ChangeBatch) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends the bus: what is published from now on goes nowhere. */
  close(): void {
    this.#cancel()
    this.#cooling = true
    this.#listeners.clear()
    this.#pending.clear()
  }
}
