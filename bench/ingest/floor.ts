import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * What has to be done at least: each answer is parsed by JSON.parse and its messages inserted by hand, in one durable
 * transaction with the cursor. Nothing of Linkboard is used but the text of its tables and unique indexes, which are
 * read from a database that it made. No trigger, no other index, no look for copies, no summary, no window.
 */

interface WireMessage {
  seq: number
  message_id: number
  client_id: string
  from_user_id: string
  create_time_ms: number
  item_list: { text_item: { text: string } }[]
}

interface Answer {
  msgs: WireMessage[]
  get_updates_buf: string
}

/** The statements that make the tables and unique indexes of a database, and no more than that. */
export function bareSchema(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const entries = database
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         AND (type = 'table' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE %')) ORDER BY type DESC, rowid`,
    )
    .all()
  database.close()
  return entries.map(({ sql }) => String(sql))
}

/** Stores all answers in a new database of `folder`; answers messages a second. */
export function storeBarely(
  folder: string,
  from: { schema: readonly string[]; botId: string; answers: readonly Buffer[] },
): { file: string; perSecond: number } {
  const file = path.join(folder, 'floor.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  for (const statement of from.schema) database.exec(statement)
  // as long as the ids of accounts are
  const account = randomUUID()
  database
    .prepare(
      "INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES (?, 1, 0, ?, '', 1)",
    )
    .run(account, from.botId)
  const insert = database.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id, client_id,
       wire_seq) VALUES (?, ?, 'in', 'contact', ?, ?, ?, ?, ?, ?)`,
  )
  const converse = database.prepare('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)')
  const move = database.prepare('UPDATE accounts SET cursor = ? WHERE id = ?')
  const conversations = new Map<string, number>()
  let count = 0
  const began = performance.now()
  for (const bytes of from.answers) {
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
    count += msgs.length
  }
  const perSecond = (count / (performance.now() - began)) * 1_000
  database.close()
  return { file, perSecond }
}
