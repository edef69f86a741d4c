import { openDatabase } from '#core/storage/open-database.ts'

/** A long history in a profile of its own, as rows: 200 accounts of ten contacts each. */

export const ACCOUNTS = 200
const CONTACTS_EACH = 10
const CONVERSATIONS = ACCOUNTS * CONTACTS_EACH
/** A fifth of the messages are the first account's, half of those in one conversation. */
const SHARE_OF_FIRST = 5
/** Every so many messages hold a picture. */
const MEDIA_EVERY = 20
const PORTION = 20_000
const BEGIN = 1_750_000_000_000
const STEP_MS = 1_000

export function accountOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}

/** Which conversation the n-th message belongs to, from 1. */
function conversationOf(n: number): number {
  const turn = n % (2 * SHARE_OF_FIRST)
  if (turn === 0) return 1
  if (turn === 1) return 2 + (n % (CONTACTS_EACH - 1))
  return CONTACTS_EACH + 1 + ((Math.imul(n, 2_654_435_761) >>> 0) % (CONVERSATIONS - CONTACTS_EACH))
}

/** Writes a profile's database with so many messages into `folder`. */
export function writeProfile(folder: string, messages: number): void {
  const { database } = openDatabase(folder, BEGIN)
  // made again rather than recovered
  database.sql('PRAGMA synchronous=OFF').get()
  const account = database.sql(
    `INSERT INTO accounts (id, number, position, colour, bot_id, base_url, owner_user_id, is_default)
     VALUES (?, ?, ?, 0, ?, 'https://ilinkai.weixin.qq.com', ?, ?)`,
  )
  const conversation = database.sql(
    `INSERT INTO conversations (account_id, contact_user_id, context_token, context_token_at, last_inbound_at)
     VALUES (?, ?, 'token', ?, ?)`,
  )
  const now = BEGIN + messages * STEP_MS
  database.transaction(() => {
    for (let n = 0; n < ACCOUNTS; n += 1) {
      account.run(accountOf(n), n + 1, n + 1, `bot-${n}@im.bot`, `owner-${n}@im.wechat`, n === 0 ? 1 : 0)
      for (let contact = 0; contact < CONTACTS_EACH; contact += 1)
        conversation.run(accountOf(n), `contact-${n}-${contact}@im.wechat`, now, now)
    }
  })
  const message = database.sql(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id,
       client_id, wire_seq, content_hash, send_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (let from = 0; from < messages; from += PORTION) {
    database.transaction(() => {
      for (let n = from; n < Math.min(from + PORTION, messages); n += 1) {
        const to = conversationOf(n)
        const isOut = n % 4 === 0
        const at = BEGIN + n * STEP_MS
        const text = `您好，第 ${n} 条消息：今天的货到了吗？ Message ${n}, thank you.`
        const hash = new Uint8Array(16)
        new DataView(hash.buffer).setUint32(0, n)
        message.run(
          accountOf(Math.floor((to - 1) / CONTACTS_EACH)),
          to,
          isOut ? 'out' : 'in',
          isOut ? 'here' : 'contact',
          at,
          at,
          JSON.stringify([{ kind: 'text', text }]),
          `7000000000${String(n).padStart(9, '0')}`,
          `client-${n}`,
          isOut ? null : n,
          isOut ? null : hash,
          isOut ? 'accepted' : null,
        )
      }
    })
  }
  database.transaction(() => {
    database
      .sql(
        `INSERT INTO media_files (hash, size, md5, kind, type, added_at)
         SELECT printf('%064x', id), 1000, printf('%032x', id), 'image', 'image/jpeg', 0
         FROM messages WHERE id % ${MEDIA_EVERY} = 0`,
      )
      .run()
    database
      .sql(
        `INSERT INTO media (message_id, account_id, conversation_id, place, declared, name, at, state, hash)
         SELECT id, account_id, conversation_id, 0, 'image', '', at, 'held', printf('%064x', id)
         FROM messages WHERE id % ${MEDIA_EVERY} = 0`,
      )
      .run()
    database
      .sql(
        `UPDATE conversations SET last_message_id =
           (SELECT MAX(id) FROM messages m WHERE m.conversation_id = conversations.id)`,
      )
      .run()
  })
  database.close()
}
