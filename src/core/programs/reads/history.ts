import type { ReadHandle } from '#core/storage/handles.ts'
import { integer, type Row } from '#core/storage/row.ts'
import { type AccountId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { PartKind } from '#shared/model/message.ts'

/** Ids that are looked through in one go. */
const STRETCH = 20_000
/** After so long a read answers what it has, so that others get their turn. */
const BUDGET_MS = 40

/** Which messages, the newest first by arrival (P19). What is null does not matter; both ends of the time are included. */
export interface HistoryRequest {
  accountIds: readonly AccountId[]
  conversationIds: readonly ConversationId[] | null
  direction: 'in' | 'out' | null
  /** Of one of its parts. */
  kind: PartKind | null
  /** Unix milliseconds, by the time that is shown. */
  from: number | null
  until: number | null
  /** Only what arrived before this place. */
  before: number
  limit: number
}

export interface HistoryPortion {
  ids: MessageId[]
  /** Where it goes on; null when everything was looked through. */
  next: number | null
}

const MATCHES = `m.account_id IN (SELECT value FROM json_each(?3))
  AND (SELECT erased FROM conversations WHERE id = m.conversation_id) = 0
  AND (?4 IS NULL OR m.direction = ?4) AND (?5 IS NULL OR m.at >= ?5) AND (?6 IS NULL OR m.at <= ?6)
  AND (?7 IS NULL OR instr(m.parts, '"' || ?7 || '"') > 0 AND EXISTS (SELECT 1 FROM json_each(m.parts) p WHERE json_extract(p.value, '$.kind') = ?7))`

/** A portion of the messages that fit, as far as it gets within a while. @param elapsed a clock that never goes back */
export function readHistory(
  database: ReadHandle,
  request: HistoryRequest,
  elapsed: () => number,
): HistoryPortion {
  return request.conversationIds === null
    ? walk(database, request, elapsed)
    : merge(database, request, request.conversationIds)
}

/** Of all conversations of the accounts: stretch by stretch, each as large as it may be at once. */
function walk(database: ReadHandle, request: HistoryRequest, elapsed: () => number): HistoryPortion {
  const { accountIds, limit, ...filter } = request
  const began = elapsed()
  const newest = database.select('SELECT COALESCE(MAX(id), 0) AS newest FROM messages').get()
  const ids: MessageId[] = []
  let below = Math.min(request.before, (newest ? integer(newest, 'newest') : 0) + 1)
  const query = database.select(
    `SELECT m.id FROM messages m WHERE m.id < ?1 AND m.id >= ?2 AND ${MATCHES} ORDER BY m.id DESC LIMIT ?8`,
  )
  while (below > 0) {
    const from = Math.max(0, below - STRETCH)
    const left = limit - ids.length
    const found = query.all(below, from, JSON.stringify(accountIds), ...valuesOf(filter), left).map(idOf)
    ids.push(...found)
    below = found.length === left ? (found.at(-1) ?? from) : from
    if (ids.length === limit || elapsed() - began > BUDGET_MS) break
  }
  return { ids, next: below > 0 ? below : null }
}

/** Of a few conversations, each by its own index. */
function merge(
  database: ReadHandle,
  { accountIds, limit, before, ...filter }: HistoryRequest,
  conversationIds: readonly ConversationId[],
): HistoryPortion {
  const query = database.select(
    `SELECT m.id FROM messages m WHERE m.conversation_id = ?1 AND m.id < ?2 AND ${MATCHES} ORDER BY m.id DESC LIMIT ?8`,
  )
  const ids = conversationIds
    .flatMap((id) => query.all(id, before, JSON.stringify(accountIds), ...valuesOf(filter), limit).map(idOf))
    .sort((one, other) => other - one)
    .slice(0, limit)
  return { ids, next: ids.length === limit ? (ids.at(-1) ?? null) : null }
}

function valuesOf({
  direction,
  from,
  until,
  kind,
}: Pick<HistoryRequest, 'direction' | 'from' | 'until' | 'kind'>) {
  return [direction, from, until, kind] as const
}

function idOf(row: Row): MessageId {
  return MessageId.parse(row['id'])
}
