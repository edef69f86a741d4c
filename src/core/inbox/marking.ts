import type { EventSink } from '#core/events/event-bus.ts'
import type { Database } from '#core/storage/database.ts'
import type { MarkRepository } from '#core/storage/mark-repository.ts'
import type { MarkAction, MarkChange, MarkedConversation } from '#shared/model/marks.ts'
import { unreachable } from '#shared/unreachable.ts'

export interface MarkingDeps {
  stores: { database: Database; marks: MarkRepository }
  events: EventSink
  /** Snoozes were set or taken back. */
  snoozesChanged(): void
}

/** What the operator sets on conversations, many at once, and takes back. */
export class Marking {
  readonly #deps: MarkingDeps

  constructor(deps: MarkingDeps) {
    this.#deps = deps
  }

  /** Answers with what changed; a conversation that nothing changed in is not among it. */
  mark(conversations: readonly MarkedConversation[], action: MarkAction): MarkChange[] {
    const { marks } = this.#deps.stores
    return this.#change(conversations, ({ id, seen }) => {
      switch (action.kind) {
        case 'done':
          return marks.set(id, { mark: 'triage', after: { kind: 'done', seq: seen } })
        case 'snooze':
          return marks.set(id, { mark: 'triage', after: { kind: 'snoozed', seq: seen, until: action.until } })
        case 'reopen':
          return marks.set(id, { mark: 'triage', after: null })
        case 'pinned':
        case 'muted':
        case 'unread':
          return marks.set(id, { mark: action.kind, after: action.value })
        default:
          return unreachable(action)
      }
    })
  }

  /** Takes back what nothing newer has changed; answers with that, so that it can be taken back again. */
  undo(changes: readonly MarkChange[]): MarkChange[] {
    return this.#change(changes, (change) => this.#deps.stores.marks.undo(change))
  }

  #change<T>(things: readonly T[], change: (thing: T) => MarkChange | null): MarkChange[] {
    const { stores, events, snoozesChanged } = this.#deps
    const changed = stores.database.transaction(() => {
      const done = things.flatMap((thing) => change(thing) ?? [])
      if (done.length > 0)
        events.raise({ kind: 'conversations-changed', conversationIds: done.map(({ id }) => id) })
      return done
    })
    snoozesChanged()
    return changed
  }
}
