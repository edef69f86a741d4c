import type { Clock } from '#core/ports.ts'
import type { Change } from '#shared/model/changes.ts'
import type { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { type ChangedThing, type Dirty, keyOf } from './change-key.ts'
import { Connection } from './connection.ts'

export interface ConnectionsDeps {
  clock: Pick<Clock, 'monotonic' | 'setTimeout'>
  /** The newest value of a thing; null where there is nothing to tell. */
  read(thing: ChangedThing): Change | null
  /** Runs what reads several things. */
  together<T>(read: () => T): T
  /** Nobody is told anything now. */
  isSilent(): boolean
  failed(error: unknown): void
}

/** All readers. Each has its own pace; a value that several need is read once. */
export class Connections {
  readonly #deps: ConnectionsDeps
  readonly #open = new Set<Connection>()
  /** Values that one reader was told and others still have to be, while they are the newest. */
  readonly #shared = new Map<string, Change | null>()

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps
  }

  connect(): Connection {
    const { clock, together } = this.#deps
    const connection = new Connection({ clock, together, read: (...what) => this.#read(...what) })
    this.#open.add(connection)
    return connection
  }

  disconnect(connection: Connection): void {
    connection.close()
    this.#open.delete(connection)
    this.#shared.clear()
  }

  /** Forgets what waits and what anybody watches; whoever listens goes on listening, and needs a new snapshot. */
  silence(): void {
    for (const connection of this.#open) connection.silence()
    this.#shared.clear()
  }

  /** Something changed; whoever has time is told at once. */
  note(dirty: Iterable<Dirty>): void {
    if (this.#deps.isSilent()) return
    for (const one of dirty) {
      this.#shared.delete(keyOf(one))
      for (const connection of this.#open) connection.note(one)
    }
    for (const connection of this.#open) connection.flush()
  }

  /** Whether anybody watches this conversation. */
  watches(id: ConversationId): boolean {
    return [...this.#open].some((connection) => connection.watches(id))
  }

  /** Conversations on the screen of any reader. */
  shown(): ReadonlySet<ConversationId> {
    return new Set([...this.#open].flatMap((connection) => [...connection.shown]))
  }

  /** Whether anybody watches the ledger of this run. */
  watchesBroadcast(id: BroadcastId): boolean {
    return [...this.#open].some((connection) => connection.watchesBroadcast(id))
  }

  close(): void {
    for (const connection of this.#open) this.disconnect(connection)
  }

  #read(dirty: Dirty, key: string, reader: Connection): Change | null {
    if (dirty.kind === 'ready') return dirty.change
    try {
      const known = this.#shared.get(key)
      const change = known === undefined ? this.#deps.read(dirty) : known
      const isNeeded = [...this.#open].some((other) => other !== reader && other.awaits(key))
      if (isNeeded) this.#shared.set(key, change)
      else this.#shared.delete(key)
      return change
    } catch (error) {
      this.#deps.failed(error)
      return null
    }
  }
}
