import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** An answer as the server wrote it, as far as what is made by hand reads it. */
export interface Answer {
  msgs: {
    seq: number
    message_id: number | string
    client_id: string
    from_user_id: string
    create_time_ms: number
    context_token: string
    item_list: { text_item: { text: string } }[]
  }[]
  get_updates_buf: string
}

/** What a side made by hand starts from: the text of tables and indexes, whose account it is, and the answers. */
export interface ByHand {
  readonly schema: readonly string[]
  readonly botId: string
  readonly answers: readonly Buffer[]
}

/** What a side reached. */
export interface Stored {
  readonly file: string
  readonly perSecond: number
  /** Processor time of the thread that stores, µs a message. */
  readonly used: number
}

/** How an ordinary log of messages is found. */
const LOG_INDEX = 'messages_by_arrival'

/** The statements that make the tables and unique indexes of a database, and no more than that; and those of its log. */
export function readSchema(file: string): { bare: string[]; withLog: string[] } {
  const database = new DatabaseSync(file, { readOnly: true })
  const entries = database
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         AND (type = 'table' OR (type = 'index' AND (sql LIKE 'CREATE UNIQUE %' OR name = ?)))
       ORDER BY type DESC, rowid`,
    )
    .all(LOG_INDEX)
  database.close()
  const log = entries.filter(({ name }) => name === LOG_INDEX)
  if (log.length === 0) throw new Error(`the product has no index ${LOG_INDEX} any more`)
  const bare = entries.filter(({ name }) => name !== LOG_INDEX)
  const texts = (of: typeof entries) => of.map(({ sql }) => String(sql))
  return { bare: texts(bare), withLog: texts([...bare, ...log]) }
}

/** A new database of these tables in `folder`, durable as the product's is, with one account. */
export function openByHand(
  folder: string,
  { schema, botId }: ByHand,
): { file: string; database: DatabaseSync; account: string } {
  const file = path.join(folder, 'by-hand.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  for (const statement of schema) database.exec(statement)
  // as long as the ids of accounts are
  const account = randomUUID()
  database
    .prepare(
      "INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES (?, 1, 0, ?, '', 1)",
    )
    .run(account, botId)
  return { file, database, account }
}

/** Has `store` take all answers; what it reached. */
export function timeByHand(
  answers: readonly Buffer[],
  store: (bytes: Buffer) => number,
): Omit<Stored, 'file'> {
  let count = 0
  const usedBefore = process.threadCpuUsage()
  const began = performance.now()
  for (const bytes of answers) count += store(bytes)
  const perSecond = (count / (performance.now() - began)) * 1_000
  const { user, system } = process.threadCpuUsage(usedBefore)
  return { perSecond, used: (user + system) / count }
}
