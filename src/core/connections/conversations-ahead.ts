import type { Lock } from '#core/lock/lock.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { conversationText } from '#shared/model/snapshot-text.ts'
import type { Connections } from './connections.ts'

/** Fewer are read sooner than a thread for it has begun. */
const WORTHWHILE = 300

export interface ConversationsAheadDeps {
  conversations: Pick<ConversationRepository, 'count'>
  connections: Pick<Connections, 'connect' | 'disconnect'>
  lock: Pick<Lock, 'isLocked' | 'times'>
  reads: Pick<Reads, 'run'>
}

interface Reading {
  /** What the thread has read, one a line; null until it has, and for good where it could not. */
  lines: string | null
  /** Conversations that changed since it was asked; null of one that is gone. */
  readonly changed: Map<ConversationId, string | null>
  /** Settled once the thread has answered. */
  readonly answered: Promise<void>
  /** How often it had been locked by then: while it is locked nobody is told of changes. */
  readonly locked: number
  end(): void
}

/**
 * The conversations of the first snapshot, read by the thread for reads while the page is loaded. It is a reader like any
 * window: subscribed before it asks, it is told of everything that has changed since, so that what it hands out is what
 * main would read at that moment.
 */
export class ConversationsAhead {
  readonly #deps: ConversationsAheadDeps
  #reading: Reading | null = null

  constructor(deps: ConversationsAheadDeps) {
    this.#deps = deps
  }

  /** Begins to read where that is worth a thread. Nothing may have been changed that is told later. */
  begin(): void {
    const { connections, conversations, lock, reads } = this.#deps
    if (lock.isLocked || conversations.count() < WORTHWHILE) return
    const changed = new Map<ConversationId, string | null>()
    const connection = connections.connect()
    connection.subscribe((batch) => note(batch, changed))
    const reading: Reading = {
      lines: null,
      changed,
      // what failed is read by main
      answered: reads.run('conversation-texts', null).then(
        (lines) => {
          reading.lines = lines
        },
        () => undefined,
      ),
      locked: lock.times,
      end: () => connections.disconnect(connection),
    }
    this.#reading = reading
  }

  /** Settled once `take` has what can be had. */
  get answered(): Promise<void> {
    return this.#reading?.answered ?? Promise.resolve()
  }

  /** The conversations as they are now, each as it stands in the text of a snapshot; once, and null where main has to read them. */
  take(): Iterable<string> | null {
    const reading = this.#reading
    this.end()
    if (reading === null || reading.lines === null || reading.locked !== this.#deps.lock.times) return null
    if (reading.changed.size === 0) return reading.lines.split('\n')
    const all = new Map<number, string>()
    for (const line of reading.lines.split('\n')) all.set(idOf(line), line)
    for (const [id, text] of reading.changed) {
      if (text === null) all.delete(id)
      else all.set(id, text)
    }
    return all.values()
  }

  /** Nobody asks any more. */
  end(): void {
    this.#reading?.end()
    this.#reading = null
  }
}

/** The id stands first. */
function idOf(line: string): number {
  return Number.parseInt(line.slice(1), 10)
}

function note({ changes }: ChangeBatch, changed: Map<ConversationId, string | null>): void {
  for (const change of changes) {
    if (change.kind === 'conversation')
      changed.set(change.conversation.id, conversationText(change.conversation))
    else if (change.kind === 'conversation-removed') changed.set(change.id, null)
  }
}
