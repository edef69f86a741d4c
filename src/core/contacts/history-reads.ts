import type { ReadHandle } from '#core/storage/handles.ts'
import { MessageReader, type StoredMessage } from '#core/storage/messages/message-reader.ts'
import { integer, textOrNull } from '#core/storage/row.ts'
import { ConversationId } from '#shared/model/ids.ts'

/** Messages read at once: others wait for the thread that long. */
const PORTION = 500

/** The history of a person. */
export interface HistoryExtent {
  messages: number
  /** One through each account that is here, in the operator's order. */
  conversations: {
    id: ConversationId
    account: { alias: string | null; number: number; ownerUserId: string | null }
  }[]
}

export function readHistoryExtent(database: ReadHandle, userId: string): HistoryExtent {
  const rows = database
    .select(
      `SELECT c.id, a.alias, a.number, a.owner_user_id,
         (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = c.id) AS messages
       FROM conversations c JOIN accounts a ON a.id = c.account_id AND a.removed = 0
       WHERE c.contact_user_id = ? ORDER BY a.position, a.number`,
    )
    .all(userId)
  return {
    messages: rows.reduce((sum, row) => sum + integer(row, 'messages'), 0),
    conversations: rows.map((row) => ({
      id: ConversationId.parse(row['id']),
      account: {
        alias: textOrNull(row, 'alias'),
        number: integer(row, 'number'),
        ownerUserId: textOrNull(row, 'owner_user_id'),
      },
    })),
  }
}

/** What arrived after a message, 0 standing before all; null when the history has been deleted since. */
export function readHistorySome(
  database: ReadHandle,
  id: ConversationId,
  after: number,
): StoredMessage[] | null {
  const isHere = database.select('SELECT 1 FROM conversations WHERE id = ? AND erased = 0').get(id)
  return isHere === undefined ? null : new MessageReader(database).after(id, after, PORTION)
}
