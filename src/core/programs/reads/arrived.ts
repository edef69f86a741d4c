import type { ReadHandle } from '#core/storage/handles.ts'
import { MessageReader, type StoredMessage } from '#core/storage/messages/message-reader.ts'
import { integerOrNull } from '#core/storage/row.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** What contacts of these accounts wrote after a place of arrival. */
export interface ArrivedRequest {
  after: number
  accountIds: readonly AccountId[]
  limit: number
}

export interface ArrivedMessages {
  /** Ascending; no more than the limit. */
  messages: StoredMessage[]
  /** Of these accounts' messages that is everything up to here. It tells nothing of other accounts. */
  place: number
  /** Of all messages that is everything up to here: it is quicker to go on from, and nothing to be told. */
  looked: number
}

/** What contacts wrote, in the order of arrival (P19). How far it goes is read first, so that nothing is passed over. */
export function readArrived(
  database: ReadHandle,
  { after, accountIds, limit }: ArrivedRequest,
): ArrivedMessages {
  const reader = new MessageReader(database)
  const newest = reader.newestPlace()
  const row = database
    .select(
      `SELECT MAX(last_message_id) AS place FROM conversations
       WHERE erased = 0 AND account_id IN (SELECT value FROM json_each(?))`,
    )
    .get(JSON.stringify(accountIds))
  const own = (row && integerOrNull(row, 'place')) ?? 0
  const messages = reader.arrivedAfter(after, accountIds, limit)
  const last = messages.at(-1)?.id ?? 0
  if (messages.length === limit) return { messages, place: last, looked: last }
  return { messages, place: Math.max(own, last), looked: Math.max(newest, last) }
}
