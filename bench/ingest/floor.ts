import { type Answer, type ByHand, openByHand, type Stored, timeByHand } from './bare-database.ts'

/**
 * What has to be done at least: each answer is parsed by JSON.parse and its messages inserted by hand, in one durable
 * transaction with the cursor. Nothing of Linkboard is used but the text of its tables and unique indexes, which are
 * read from a database that it made. No trigger, no other index, no look for copies, no summary, no window.
 */

/** Stores all answers in a new database of `folder`. */
export function storeBarely(folder: string, from: ByHand): Stored {
  const { file, database, account } = openByHand(folder, from)
  const insert = database.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id, client_id,
       wire_seq) VALUES (?, ?, 'in', 'contact', ?, ?, ?, ?, ?, ?)`,
  )
  const converse = database.prepare('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)')
  const move = database.prepare('UPDATE accounts SET cursor = ? WHERE id = ?')
  const conversations = new Map<string, number>()
  const reached = timeByHand(from.answers, (bytes) => {
    const { msgs, get_updates_buf: cursor }: Answer = JSON.parse(bytes.toString())
    const receivedAt = Date.now()
    database.exec('BEGIN')
    for (const { seq, message_id, client_id, from_user_id, create_time_ms, item_list } of msgs) {
      let conversation = conversations.get(from_user_id)
      if (conversation === undefined) {
        conversation = Number(converse.run(account, from_user_id).lastInsertRowid)
        conversations.set(from_user_id, conversation)
      }
      const parts = JSON.stringify(item_list.map(({ text_item }) => ({ kind: 'text', text: text_item.text })))
      insert.run(account, conversation, create_time_ms, receivedAt, parts, String(message_id), client_id, seq)
    }
    move.run(cursor, account)
    database.exec('COMMIT')
    return msgs.length
  })
  database.close()
  return { file, ...reached }
}
