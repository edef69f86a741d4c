import { DatabaseSync } from 'node:sqlite'

const MESSAGES = `SELECT c.contact_user_id, m.direction, m.origin, m.at, m.parts, m.message_id, m.client_id, m.wire_seq
  FROM`
const STANDS = `SELECT contact_user_id, context_token, context_token_at, last_inbound_at, unread, sent_since_inbound,
  waiting_offered, last_inbound_seq, wrote_seq, last_message_id FROM`

/** Runs `compare` with the counts of rows of both databases, and of those that differ. */
function compare(one: string, other: string, rows: (schema: string) => string): [number, number, number] {
  const database = new DatabaseSync(one)
  try {
    database.prepare('ATTACH ? AS other').run(other)
    const count = (query: string) =>
      Number(database.prepare(`SELECT COUNT(*) AS n FROM (${query})`).get()?.['n'])
    return [
      count(rows('main')),
      count(rows('other')),
      count(`${rows('main')} EXCEPT ${rows('other')}`) + count(`${rows('other')} EXCEPT ${rows('main')}`),
    ]
  } finally {
    database.close()
  }
}

/** @throws unless both databases hold the same messages, as many as there were */
export function assertSameRows(one: string, other: string, messages: number): void {
  const rows = (schema: string) =>
    `${MESSAGES} ${schema}.messages m JOIN ${schema}.conversations c ON c.id = m.conversation_id`
  const [ours, theirs, different] = compare(one, other, rows)
  if (ours !== messages || theirs !== messages || different > 0)
    throw new Error(`${ours} and ${theirs} of ${messages} messages are stored, ${different} differ`)
}

/** @throws unless conversations stand the same in both databases */
export function assertSameStands(one: string, other: string): void {
  const [ours, theirs, different] = compare(one, other, (schema) => `${STANDS} ${schema}.conversations`)
  if (ours !== theirs || different > 0)
    throw new Error(`of ${ours} and ${theirs} conversations ${different} stand differently`)
}
