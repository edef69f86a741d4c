import { useMemo, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, CONVERSATION_FILTERS, type ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { ConversationCounter, type Kinds } from './conversation-counter.ts'
import { useNow, useReplica } from './hooks.ts'
import { useTagged } from './use-tags.ts'

const NO_TAGS: readonly string[] = []
/** What these show is most conversations, which a first snapshot leaves out. */
const SHOWS_MOST: ReadonlySet<ConversationFilter> = new Set(['open', 'done', 'all'])

function useCounts<K>(kindsOf: Kinds<K>): ReadonlyMap<K, number> {
  const [counter] = useState(() => new ConversationCounter<K>())
  return useReplica(({ conversations }) => counter.of(conversations, kindsOf))
}

/**
 * How many conversations each filter shows, of one account or of all, and of contacts with one of the tags. What cannot be
 * known before all conversations are here is left out until they are.
 */
export function useFilterCounts(
  accountId: AccountId | null,
  tags: readonly string[] = NO_TAGS,
): ReadonlyMap<ConversationFilter, number> {
  const now = useNow('minute')
  const tagged = useTagged(tags)
  const isWhole = useReplica((replica) => replica.isWhole)
  const kindsOf = useMemo(
    () => (one: ConversationSummary) => {
      if (accountId !== null && one.accountId !== accountId) return []
      if (tagged !== null && !tagged.has(one.contactUserId)) return []
      return CONVERSATION_FILTERS.filter(
        (filter) => (isWhole || !SHOWS_MOST.has(filter)) && belongsTo(filter, one, now),
      )
    },
    [accountId, tagged, now, isWhole],
  )
  return useCounts(kindsOf)
}

/** How many conversations of all accounts one filter shows; draws again for no other one. */
export function useFilterCount(filter: ConversationFilter): number {
  const now = useNow('minute')
  const isKnown = useReplica((replica) => replica.isWhole || !SHOWS_MOST.has(filter))
  const kindsOf = useMemo(
    () => (one: ConversationSummary) => (isKnown && belongsTo(filter, one, now) ? [filter] : []),
    [filter, now, isKnown],
  )
  return useCounts(kindsOf).get(filter) ?? 0
}

/** How many of the conversations that a filter shows, of one account or of all, are with contacts that have a tag; nothing until all are here. */
export function useTagCounts(
  accountId: AccountId | null,
  filter: ConversationFilter,
): ReadonlyMap<string, number> {
  const now = useNow('minute')
  const contacts = useReplica((replica) => replica.contacts)
  const isWhole = useReplica((replica) => replica.isWhole)
  const kindsOf = useMemo(
    () => (one: ConversationSummary) => {
      if (accountId !== null && one.accountId !== accountId) return []
      return isWhole && belongsTo(filter, one, now) ? (contacts.get(one.contactUserId)?.tags ?? []) : []
    },
    [accountId, filter, now, contacts, isWhole],
  )
  return useCounts(kindsOf)
}
