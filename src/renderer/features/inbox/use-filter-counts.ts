import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, CONVERSATION_FILTERS, type ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { useNow, useReplicaParts } from '../../store/hooks.ts'

export type FilterCounts = Readonly<Record<ConversationFilter, number>>

/** Counts what each filter shows; of a conversation that has not changed the answer is remembered. */
class Counter {
  #now = 0
  #known = new WeakMap<ConversationSummary, readonly ConversationFilter[]>()

  of(
    conversations: ReadonlyMap<ConversationId, ConversationSummary>,
    accountId: AccountId | null,
    now: number,
  ): FilterCounts {
    if (now !== this.#now) this.#known = new WeakMap()
    this.#now = now
    const counts = { open: 0, unread: 0, 'needs-reply': 0, closing: 0, failed: 0, unconfirmed: 0 }
    const all = { ...counts, snoozed: 0, done: 0, all: 0 }
    for (const one of conversations.values()) {
      if (accountId !== null && one.accountId !== accountId) continue
      for (const filter of this.#filtersOf(one)) all[filter] += 1
    }
    return all
  }

  #filtersOf(one: ConversationSummary): readonly ConversationFilter[] {
    const known = this.#known.get(one)
    if (known !== undefined) return known
    const filters = CONVERSATION_FILTERS.filter((filter) => belongsTo(filter, one, this.#now))
    this.#known.set(one, filters)
    return filters
  }
}

/** How many conversations each filter shows, of one account or of all. */
export function useFilterCounts(accountId: AccountId | null): FilterCounts {
  const now = useNow('minute')
  const [counter] = useState(() => new Counter())
  return useReplicaParts(({ conversations }) => counter.of(conversations, accountId, now))
}
