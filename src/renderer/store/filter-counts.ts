import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, CONVERSATION_FILTERS, type ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { SharedMap } from './shared-map.ts'

export type FilterCounts = Readonly<Record<ConversationFilter, number>>

const NONE: FilterCounts = Object.freeze({
  ...{ open: 0, unread: 0, 'needs-reply': 0, closing: 0, failed: 0, unconfirmed: 0 },
  ...{ snoozed: 0, done: 0, all: 0 },
})

/** Counts what each filter shows, by what has changed since the last question. */
export class FilterCounter {
  #accountId: AccountId | null = null
  #now = Number.NaN
  #known: SharedMap<ConversationId, ConversationSummary> = SharedMap.of([])
  #counts = NONE

  /** Of one account or of all; the same answer for as long as no number has changed. */
  of(
    conversations: SharedMap<ConversationId, ConversationSummary>,
    accountId: AccountId | null,
    now: number,
  ): FilterCounts {
    if (now !== this.#now || accountId !== this.#accountId) {
      this.#known = SharedMap.of([])
      this.#counts = NONE
    }
    this.#accountId = accountId
    this.#now = now
    const counts = { ...this.#counts }
    for (const { before, after } of conversations.since(this.#known).values()) {
      this.#add(counts, before, -1)
      this.#add(counts, after, 1)
    }
    this.#known = conversations
    if (CONVERSATION_FILTERS.some((filter) => counts[filter] !== this.#counts[filter])) this.#counts = counts
    return this.#counts
  }

  #add(counts: Record<ConversationFilter, number>, one: ConversationSummary | undefined, by: number): void {
    if (one === undefined || (this.#accountId !== null && one.accountId !== this.#accountId)) return
    for (const filter of CONVERSATION_FILTERS) if (belongsTo(filter, one, this.#now)) counts[filter] += by
  }
}
