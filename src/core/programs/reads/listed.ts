import { readSummary } from '#core/storage/conversation-summaries.ts'
import type { ReadHandle } from '#core/storage/handles.ts'
import { unsettled } from '#core/storage/messages/unsettled.ts'
import { integer } from '#core/storage/row.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, type ConversationFilter } from '#shared/model/conversation-state.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'

/** Which conversations. */
export interface ShownRequest {
  accountIds: readonly AccountId[]
  filter: ConversationFilter
  /** By the app's clock, in Unix milliseconds. */
  now: number
}

/** Which page of them, the last active first. */
export interface ListRequest extends ShownRequest {
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
  hasMore: boolean
}

const OPEN = 'c.triage IS NULL'
const withOwn = (state: 'refused' | 'unconfirmed') =>
  `EXISTS (SELECT 1 FROM messages f WHERE f.conversation_id = c.id AND ${unsettled('f')} AND f.send_state = '${state}')`

/** What holds of every conversation that a filter shows, and of few others: what they are decides `belongsTo`. */
const NARROWED: Readonly<Record<ConversationFilter, string>> = {
  open: OPEN,
  unread: `${OPEN} AND (c.unread > 0 OR c.marked_unread = 1)`,
  'needs-reply': `${OPEN} AND c.wrote_seq > c.answered_seq`,
  closing: 'c.last_inbound_at IS NOT NULL',
  failed: withOwn('refused'),
  unconfirmed: withOwn('unconfirmed'),
  snoozed: "c.triage = 'snoozed'",
  done: "c.triage = 'done'",
  all: 'TRUE',
}

/** A page of conversations as the Inbox filters and sorts them, without what is pinned on top. */
export function readListed(
  database: ReadHandle,
  { after, limit, ...request }: ListRequest,
): ListedConversations {
  const conversations: ConversationSummary[] = []
  for (const one of shown(database, request, after)) {
    if (conversations.length === limit) return { conversations, hasMore: true }
    conversations.push(one)
  }
  return { conversations, hasMore: false }
}

/** All of them. */
export function readShown(database: ReadHandle, request: ShownRequest): ConversationId[] {
  return [...shown(database, request, null)].map(({ id }) => id)
}

/** How many conversations of each account are unread (`isUnread`); accounts without any are left out. */
export function readUnread(database: ReadHandle): Map<AccountId, number> {
  const rows = database
    .select(
      `SELECT c.account_id, COUNT(*) AS count FROM conversations c
       WHERE c.erased = 0 AND ${NARROWED.unread} GROUP BY c.account_id`,
    )
    .all()
  return new Map(rows.map((row) => [AccountId.parse(row['account_id']), integer(row, 'count')]))
}

/** One by one: what a conversation is takes longer to read than where it stands. */
function* shown(
  database: ReadHandle,
  { accountIds, filter, now }: ShownRequest,
  after: ListPlace | null,
): Iterable<ConversationSummary> {
  const rows = database
    .select(
      `SELECT id FROM (
         SELECT c.id, MAX(COALESCE(c.last_message_id, 0), c.raised_seq) AS activity FROM conversations c
         WHERE c.erased = 0 AND c.account_id IN (SELECT value FROM json_each(?1)) AND ${NARROWED[filter]})
       WHERE ?2 IS NULL OR activity < ?2 OR (activity = ?2 AND id < ?3) ORDER BY activity DESC, id DESC`,
    )
    .all(JSON.stringify(accountIds), after?.activity ?? null, after?.id ?? null)
  for (const row of rows) {
    const summary = readSummary(database, ConversationId.parse(row['id']))
    if (summary !== null && belongsTo(filter, summary, now)) yield summary
  }
}
