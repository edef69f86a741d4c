import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DATABASE_NAME, MEDIA_NAME } from '#core/storage/database.ts'
import { MARK_ALL_DAYS } from '#core/storage/messages/day-marks.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { type Random, seededRandom } from '#simulator/index.ts'
import { type MediaSize, ProfileMedia, partOf } from './media.ts'
import { writeText } from './texts.ts'

/** How large a profile is to be. */
export interface ProfileSize {
  readonly accounts: number
  /** Each account has one at least: that of its owner. */
  readonly conversations: number
  readonly messages: number
}

export interface ProfileOptions extends ProfileSize {
  /** The same seed makes the same profile. */
  readonly seed: number
  /** Unix ms of the newest message. */
  readonly now: number
  /** WeChat user ids of the accounts' owners: whoever of them signs in finds the account's history. */
  readonly owners?: readonly string[]
  /** Of all messages so many belong to the first account, from 0 to 1; by default as many as chance gives it. */
  readonly firstShare?: number
  /** By default no message holds any. */
  readonly media?: MediaSize
}

interface Account {
  readonly id: string
  readonly owner: string
}

interface Conversation {
  readonly id: number
  readonly account: Account
}

const DAY_MS = 86_400_000
/** How far back the oldest message lies. */
const DAYS = 700
const BATCH = 50_000
/** Of ten messages so many are the contact's. */
const INBOUND_OF_TEN = 6
/** Message ids are 64 bit wide and rise. */
const FIRST_MESSAGE_ID = 7_300_000_000_000_000_000n

/**
 * Makes a profile in `folder`, as `--user-data-dir` takes it: accounts that have to be signed in, and their
 * history of texts and media, written straight into the tables of the present version. A few conversations hold most of
 * the messages; every tenth has something unread.
 */
export function generateProfile(folder: string, options: ProfileOptions): void {
  const data = path.join(folder, 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  openDatabase(data, options.now).database.close()
  const sqlite = new DatabaseSync(path.join(data, DATABASE_NAME))
  try {
    sqlite.exec('PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-200000')
    const random = seededRandom(options.seed)
    const accounts = addAccounts(sqlite, options, random)
    const conversations = addConversations(sqlite, options, accounts)
    const media = options.media ? new ProfileMedia(sqlite, path.join(data, MEDIA_NAME), options.media) : null
    withoutIndexes(sqlite, () => addMessages(sqlite, options, { conversations, media, random }))
    summarise(sqlite, options)
    sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    sqlite.close()
  }
}

function addAccounts(sqlite: DatabaseSync, options: ProfileOptions, random: Random): Account[] {
  const insert = sqlite.prepare(
    `INSERT INTO accounts (id, number, alias, colour, bot_id, base_url, owner_user_id, signed_out, is_default, position)
     VALUES (?, ?, ?, ?, ?, 'https://ilinkai.weixin.qq.com', ?, 1, ?, ?)`,
  )
  return Array.from({ length: options.accounts }, (_, index) => {
    const hex = random.hex(16)
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
    const owner = options.owners?.[index] ?? `wxid_owner_${String(index).padStart(6, '0')}@im.wechat`
    const number = index + 1
    const alias = index % 3 === 0 ? `门店 ${number}` : `Shop ${number}`
    insert.run(id, number, alias, index % 12, `profile-${number}@im.bot`, owner, index === 0 ? 1 : 0, number)
    return { id, owner }
  })
}

function addConversations(
  sqlite: DatabaseSync,
  options: ProfileOptions,
  accounts: readonly Account[],
): Conversation[] {
  const addContact = sqlite.prepare('INSERT INTO contacts (user_id, alias) VALUES (?, ?)')
  const insert = sqlite.prepare(
    'INSERT INTO conversations (account_id, contact_user_id, context_token, context_token_at) VALUES (?, ?, ?, ?)',
  )
  const count = Math.max(options.conversations, options.accounts)
  return inTransaction(sqlite, () =>
    Array.from({ length: count }, (_, index): Conversation => {
      const account = accounts[index % accounts.length]
      if (account === undefined) throw new Error('a profile without accounts has no conversations')
      const isOwners = index < accounts.length
      const user = isOwners ? account.owner : `wxid_profile_${String(index).padStart(8, '0')}@im.wechat`
      if (!isOwners && index % 5 !== 0)
        addContact.run(user, index % 2 === 0 ? `客户 ${index}` : `Client ${index}`)
      const { lastInsertRowid } = insert.run(account.id, user, `token-${index}`, options.now)
      return { id: Number(lastInsertRowid), account }
    }),
  )
}

function addMessages(
  sqlite: DatabaseSync,
  { messages, now, firstShare }: ProfileOptions,
  among: { conversations: readonly Conversation[]; media: ProfileMedia | null; random: Random },
): void {
  const { conversations, media, random } = among
  const ofFirst = conversations.filter(({ account }) => account === conversations[0]?.account)
  const insert = sqlite.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id,
       client_id, wire_seq, send_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const step = (DAYS * DAY_MS) / Math.max(1, messages)
  const start = now - DAYS * DAY_MS
  for (let from = 0; from < messages; from += BATCH) {
    inTransaction(sqlite, () => {
      for (let n = from; n < Math.min(messages, from + BATCH); n += 1) {
        const some = firstShare !== undefined && random.next() < firstShare ? ofFirst : conversations
        // the square leans towards the first of them
        const conversation = some[Math.floor(some.length * random.next() ** 2)]
        if (conversation === undefined) throw new Error('a profile without accounts has no messages')
        const { id, account } = conversation
        const isIn = random.below(10) < INBOUND_OF_TEN
        const at = Math.round(start + (n + 1) * step)
        const file = media?.ofMessage(n) ?? null
        const part = file === null ? { kind: 'text', text: writeText(random) } : partOf(file)
        const messageId = String(FIRST_MESSAGE_ID + BigInt(n))
        const side = isIn ? (['in', 'contact'] as const) : (['out', 'here'] as const)
        const own = isIn ? ([null, n + 1, null] as const) : ([`profile:${n}`, null, 'accepted'] as const)
        const row = insert.run(account.id, id, ...side, at, at, JSON.stringify([part]), messageId, ...own)
        if (file === null) continue
        const messageRow = Number(row.lastInsertRowid)
        media?.hold({ messageId: messageRow, accountId: account.id, conversationId: id, at, isIn }, file)
      }
    })
  }
}

/** What ingest keeps up to date message by message. */
function summarise(sqlite: DatabaseSync, { now }: ProfileOptions): void {
  sqlite.exec(`
    ${MARK_ALL_DAYS}
    UPDATE conversations SET
      last_message_id = (SELECT MAX(id) FROM messages m WHERE m.conversation_id = conversations.id),
      last_inbound_seq = (SELECT MAX(id) FROM messages m WHERE m.conversation_id = conversations.id AND m.direction = 'in');
    UPDATE conversations SET
      last_inbound_at = (SELECT at FROM messages WHERE id = last_inbound_seq),
      last_read_id = COALESCE(last_message_id, 0);
    UPDATE conversations SET unread = 1, last_read_id = last_inbound_seq - 1
      WHERE id % 10 = 0 AND last_inbound_seq = last_message_id;
    UPDATE accounts SET last_contact_at = ${Math.round(now)},
      last_inbound_at = (SELECT MAX(last_inbound_at) FROM conversations c WHERE c.account_id = accounts.id);
  `)
}

/** Fills a table in half the time: its indexes are made at the end, all at once. */
function withoutIndexes(sqlite: DatabaseSync, work: () => void): void {
  const indexes = sqlite
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'messages' AND sql IS NOT NULL",
    )
    .all()
  for (const { name } of indexes) sqlite.exec(`DROP INDEX ${String(name)}`)
  work()
  for (const { sql } of indexes) sqlite.exec(String(sql))
}

function inTransaction<T>(sqlite: DatabaseSync, work: () => T): T {
  sqlite.exec('BEGIN')
  const result = work()
  sqlite.exec('COMMIT')
  return result
}
