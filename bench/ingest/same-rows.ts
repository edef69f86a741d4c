import { DatabaseSync } from 'node:sqlite'

const ROWS = `SELECT c.contact_user_id, m.direction, m.origin, m.at, m.parts, m.message_id, m.client_id, m.wire_seq
  FROM`

/** @throws unless both databases hold the same messages, as many as there were */
export function assertSameRows(one: string, other: string, messages: number): void {
  const database = new DatabaseSync(one)
  try {
    database.prepare('ATTACH ? AS other').run(other)
    const rows = (schema: string) =>
      `${ROWS} ${schema}.messages m JOIN ${schema}.conversations c ON c.id = m.conversation_id`
    const count = (query: string) =>
      Number(database.prepare(`SELECT COUNT(*) AS n FROM (${query})`).get()?.['n'])
    const counts = [count(rows('main')), count(rows('other'))]
    const different = count(`${rows('main')} EXCEPT ${rows('other')}`)
    if (counts.some((stored) => stored !== messages) || different > 0)
      throw new Error(`${counts.join(' and ')} of ${messages} messages are stored, ${different} differ`)
  } finally {
    database.close()
  }
}
