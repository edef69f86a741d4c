import { readSummariesOf } from '#core/storage/conversation-summaries.ts'
import type { ReadHandle } from '#core/storage/handles.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, type ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'

/** Which conversations, the last active first. */
export interface ListRequest {
  accountIds: readonly AccountId[]
  filter: ConversationFilter
  /** By the app's clock, in Unix milliseconds. */
  now: number
  /** Only what stands behind this one; null begins at the top. */
  after: ListPlace | null
  limit: number
}

/** Where a conversation stands in the list. */
export interface ListPlace {
  activity: number
  id: number
}

export interface ListedConversations {
  conversations: ConversationSummary[]
  /** How many the filter shows, on this page or another. */
  total: number
  hasMore: boolean
}

/** All conversations of these accounts that the Inbox's filter shows. */
export function readShown(
  database: ReadHandle,
  { accountIds, filter, now }: Pick<ListRequest, 'accountIds' | 'filter' | 'now'>,
): ConversationId[] {
  return readSummariesOf(database, accountIds)
    .filter((one) => belongsTo(filter, one, now))
    .map(({ id }) => id)
}

/** A page of conversations as the Inbox filters and sorts them, without what is pinned on top. */
export function readListed(
  database: ReadHandle,
  { accountIds, filter, now, after, limit }: ListRequest,
): ListedConversations {
  const shown = readSummariesOf(database, accountIds)
    .filter((one) => belongsTo(filter, one, now))
    .sort((one, other) => other.activitySeq - one.activitySeq || other.id - one.id)
  const rest = after === null ? shown : shown.filter((one) => isBehind(one, after))
  return { conversations: rest.slice(0, limit), total: shown.length, hasMore: rest.length > limit }
}

function isBehind({ activitySeq, id }: ConversationSummary, { activity, id: of }: ListPlace): boolean {
  return activitySeq < activity || (activitySeq === activity && id < of)
}
