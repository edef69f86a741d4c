import type { SQLInputValue } from 'node:sqlite'
import { type Answer, type ByHand, openByHand, type Stored, timeByHand } from './bare-database.ts'

/**
 * What any product that keeps its promises has to do beyond the floor, by hand and with as little code as can be: ids of
 * 64 bits stay what they were, a copy is no failure (P2), the log of a conversation can be found, each conversation's row
 * says what came last, what is unread, since when one may answer and with which token (P5, P7), all in the durable
 * transaction of the cursor (P1). Rows are stored together, as the product does. No other kind of message, no group, no
 * check of what came, no search index, and nobody is told of anything.
 */

/** Ids are numbers of 64 bits, which JSON.parse would round: they are put in quotes before. Within a text quotes are escaped. */
const LONG_IDS = /"message_id":(\d{16,})/g

/** Where a conversation stands after an answer. */
interface Activity {
  unread: number
  at: number
  tokenAt: number
  token: string
  last: number
}

const ROW = "(?1, ?2, 'in', 'contact', ?, ?, ?, ?, ?, ?)"

/** Stores all answers in a new database of `folder`. */
export function storeLeast(folder: string, from: ByHand): Stored {
  const { file, database, account } = openByHand(folder, from)
  const inserts = new Map<number, ReturnType<typeof database.prepare>>()
  const insertOf = (rows: number) => {
    const statement =
      inserts.get(rows) ??
      database.prepare(
        `INSERT INTO messages (account_id, received_at, direction, origin, conversation_id, at, parts, message_id,
           client_id, wire_seq) VALUES ${Array.from({ length: rows }, () => ROW).join(', ')} ON CONFLICT DO NOTHING`,
      )
    inserts.set(rows, statement)
    return statement
  }
  const converse = database.prepare('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)')
  const stand = database.prepare(
    `UPDATE conversations SET last_inbound_at = MAX(COALESCE(last_inbound_at, 0), ?), sent_since_inbound = 0,
       refused_since_inbound = 0, waiting_offered = 1, unread = unread + ?,
       context_token = iif(? >= COALESCE(context_token_at, 0), ?, context_token),
       context_token_at = MAX(COALESCE(context_token_at, 0), ?), last_inbound_seq = ?, wrote_seq = ?,
       triage = NULL, triage_seq = NULL, snoozed_until = NULL, last_message_id = ? WHERE id = ?`,
  )
  const move = database.prepare('UPDATE accounts SET cursor = ?, last_inbound_at = ? WHERE id = ?')
  const conversations = new Map<string, number>()
  const idOf = (userId: string) => {
    const id = conversations.get(userId) ?? Number(converse.run(account, userId).lastInsertRowid)
    conversations.set(userId, id)
    return id
  }
  const reached = timeByHand(from.answers, (bytes) => {
    const text = bytes.toString().replace(LONG_IDS, '"message_id":"$1"')
    const { msgs, get_updates_buf: cursor }: Answer = JSON.parse(text)
    const receivedAt = Date.now()
    database.exec('BEGIN')
    const values: SQLInputValue[] = [account, receivedAt]
    for (const { seq, message_id, client_id, from_user_id, create_time_ms, item_list } of msgs) {
      const parts = JSON.stringify(item_list.map(({ text_item }) => ({ kind: 'text', text: text_item.text })))
      values.push(idOf(from_user_id), create_time_ms, parts, String(message_id), client_id, seq)
    }
    const { changes, lastInsertRowid } = insertOf(msgs.length).run(...values)
    if (Number(changes) < msgs.length) throw new Error('an answer has a copy of what is stored')
    const activities = new Map<string, Activity>()
    for (const [index, { from_user_id, create_time_ms: at, context_token: token }] of msgs.entries()) {
      const last = Number(lastInsertRowid) - msgs.length + index + 1
      const before = activities.get(from_user_id)
      const isNewer = before === undefined || at >= before.tokenAt
      activities.set(from_user_id, {
        unread: (before?.unread ?? 0) + 1,
        at: Math.max(before?.at ?? 0, at),
        tokenAt: isNewer ? at : before.tokenAt,
        token: isNewer ? token : before.token,
        last,
      })
    }
    for (const [userId, { unread, at, tokenAt, token, last }] of activities)
      stand.run(at, unread, tokenAt, token, tokenAt, last, last, last, idOf(userId))
    move.run(cursor, receivedAt, account)
    database.exec('COMMIT')
    return msgs.length
  })
  database.close()
  return { file, ...reached }
}
