import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { SharedMap } from './shared-map.ts'

/** What a conversation counts towards. */
export type Kinds<K> = (conversation: ConversationSummary) => Iterable<K>

/** Counts conversations of each kind, by what has changed since the last question. */
export class ConversationCounter<K> {
  #kindsOf: Kinds<K> | null = null
  #known: SharedMap<ConversationId, ConversationSummary> = SharedMap.of([])
  #counts: ReadonlyMap<K, number> = new Map()

  /**
   * The same answer for as long as no number has changed; kinds that nothing counts towards are not in it.
   * @param kindsOf another function is another question
   */
  of(
    conversations: SharedMap<ConversationId, ConversationSummary>,
    kindsOf: Kinds<K>,
  ): ReadonlyMap<K, number> {
    if (kindsOf !== this.#kindsOf) {
      this.#known = SharedMap.of([])
      this.#counts = new Map()
      this.#kindsOf = kindsOf
    }
    const differences = new Map<K, number>()
    const add = (one: ConversationSummary | undefined, by: number) => {
      if (one === undefined) return
      for (const kind of kindsOf(one)) differences.set(kind, (differences.get(kind) ?? 0) + by)
    }
    for (const { before, after } of conversations.since(this.#known).values()) {
      add(before, -1)
      add(after, 1)
    }
    this.#known = conversations
    if ([...differences.values()].some((by) => by !== 0)) this.#counts = changed(this.#counts, differences)
    return this.#counts
  }
}

function changed<K>(counts: ReadonlyMap<K, number>, by: ReadonlyMap<K, number>): ReadonlyMap<K, number> {
  const next = new Map(counts)
  for (const [kind, difference] of by) {
    const count = (next.get(kind) ?? 0) + difference
    if (count === 0) next.delete(kind)
    else next.set(kind, count)
  }
  return next
}
