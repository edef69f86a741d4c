import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestInbox,
  inboundText,
  OTHER_USER,
  outboundText,
  START,
  type TestInbox,
  USER,
} from '#core/inbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { Database } from '../database.ts'
import { MIGRATIONS } from '../migrations.ts'
import { MARK_ALL_DAYS, markBefore } from './day-marks.ts'
import { MessageReader } from './message-reader.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Who wrote and when, in days since the first, in the order of arrival: clocks go back, some come late or all at once. */
const ARRIVED: readonly (readonly [who: string, days: number])[] = [
  ...([0, 0.3, 2.1, 2.2, 1.9, 2.3].map((days) => [USER, days]) as [string, number][]),
  ...([1.1, 2.4, 5.5, 3.2].map((days) => [OTHER_USER, days]) as [string, number][]),
  ...([3.3, 5.6, 5.1, 9.2].map((days) => [USER, days]) as [string, number][]),
  ...([4, 4.5, 5, 6, 7, 8, 9, 9.9].map((days) => [OTHER_USER, days]) as [string, number][]),
]

/** Times of all kinds, from before the first message until after the last. */
const TIMES = Array.from({ length: 270 }, (_, hour) => START - DAY + hour * HOUR)

function filledInbox(): TestInbox {
  const inbox = createTestInbox()
  for (const [index, [from, days]] of ARRIVED.entries())
    inbox.receive({
      receivedAt: START + 20 * DAY,
      messages: [inboundText({ id: `${index + 1}`, text: 'x', from, at: START + days * DAY })],
    })
  return inbox
}

/** What a walk through all messages of the conversation finds. */
function walked({ database }: TestInbox, id: ConversationId, at: number): unknown {
  const query = 'SELECT MIN(id) AS id FROM messages WHERE conversation_id = ? AND at >= ?'
  return database.select(query).get(id, at)?.['id']
}

const marksOf = (database: Database) =>
  database
    .select('SELECT day, message_id FROM day_marks ORDER BY day')
    .all()
    .map(({ day, message_id }) => [day, message_id])

describe('marks of days', () => {
  it('lead each date to where a walk through all of a conversation would, whatever clocks did', () => {
    const inbox = filledInbox()
    for (const user of [USER, OTHER_USER])
      for (const at of TIMES)
        expect(inbox.messages.firstFrom(inbox.conversationWith(user), at)).toBe(
          walked(inbox, inbox.conversationWith(user), at),
        )
  })

  it('have nothing looked at that arrived before a date in any conversation', () => {
    const inbox = filledInbox()
    const before = TIMES.map((at) => markBefore(inbox.database, at))
    expect(before.toSorted((one, other) => one - other)).toEqual(before)
    // as many as there are days that nobody had shown before
    expect(new Set(before).size).toBeGreaterThan(5)
    expect(before.at(-1)).toBe(ARRIVED.findIndex(([, days]) => days === 9.9) + 1)
  })

  it('are made for what is sent as well, and once for what comes as a copy', () => {
    const inbox = createTestInbox()
    const theirs = inboundText({ id: '1', text: 'a', at: START })
    inbox.receive({ receivedAt: START + 2 * DAY, messages: [theirs, theirs] })
    inbox.receive({ receivedAt: START + 2 * DAY, messages: [theirs] })
    const ours = outboundText({ id: '2', text: 'b', at: START + DAY })
    inbox.receive({ receivedAt: START + 2 * DAY, messages: [ours] })
    expect(marksOf(inbox.database)).toEqual(inbox.shown().map(({ id, at }) => [Math.floor(at / DAY), id]))
  })

  it('end with a message of a clock that was far ahead, and dates are found all the same, away from main', async () => {
    const inbox = filledInbox()
    const receivedAt = START + 4_000 * DAY
    const ahead = outboundText({ id: '80', text: 'x', from: OTHER_USER, at: START + 3_000 * DAY })
    inbox.receive({ receivedAt, messages: [ahead] })
    const later = [10, 11, 12].map((days) =>
      inboundText({ id: `${80 + days}`, text: 'x', at: START + days * DAY }),
    )
    inbox.receive({ receivedAt, messages: later })
    expect(marksOf(inbox.database).at(-1)).toEqual([Math.floor(START / DAY) + 3_000, ARRIVED.length + 1])
    const reads = createInProcessReads(inbox.database)
    for (const conversationId of [USER, OTHER_USER].map((user) => inbox.conversationWith(user)))
      for (const days of [0, 9.5, 10, 10.5, 12, 13, 2_999, 3_001]) {
        const at = START + days * DAY
        expect(await reads.run('first-from', { conversationId, at })).toBe(walked(inbox, conversationId, at))
      }
    await reads.stop()
  })

  it('do not keep when a message was written that is gone', () => {
    const inbox = filledInbox()
    const times = () => inbox.database.select('SELECT day, at FROM day_marks').all()
    const kept = times()
    expect(kept.length).toBeGreaterThan(3)
    inbox.database.sql('DELETE FROM day_marks').run()
    for (const statement of MARK_ALL_DAYS.split(';').filter((text) => text.trim() !== ''))
      inbox.database.sql(statement).run()
    for (const { day, at } of [...kept, ...times()]) expect(at).toBe(Number(day) * DAY)
  })

  it('stay true where what they name was deleted', () => {
    const inbox = filledInbox()
    for (const [, id] of marksOf(inbox.database))
      inbox.database.sql('DELETE FROM messages WHERE id = ?').run(Number(id))
    const id = inbox.conversationWith()
    for (const at of TIMES) expect(inbox.messages.firstFrom(id, at)).toBe(walked(inbox, id, at))
  })

  it('are made for all that is there at once where rows were written beside the writer', () => {
    const inbox = filledInbox()
    inbox.database.sql('DELETE FROM day_marks').run()
    for (const statement of MARK_ALL_DAYS.split(';').filter((text) => text.trim() !== ''))
      inbox.database.sql(statement).run()
    expect(marksOf(inbox.database).length).toBeGreaterThan(5)
    const id = inbox.conversationWith()
    for (const at of TIMES) expect(inbox.messages.firstFrom(id, at)).toBe(walked(inbox, id, at))
  })
})

describe('a profile of the version before', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-days-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is brought along: its days are found, and its messages in their order', () => {
    const version = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE day_marks'))
    const file = path.join(folder, 'linkboard.db')
    const old = new DatabaseSync(file)
    for (const step of MIGRATIONS.slice(0, version)) old.exec(step)
    old.exec(`PRAGMA user_version = ${version};
      INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
        VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1);
      INSERT INTO conversations (id, account_id, contact_user_id) SELECT 1, id, 'a' FROM accounts;
      INSERT INTO conversations (id, account_id, contact_user_id) SELECT 2, id, 'b' FROM accounts`)
    const insert = old.prepare(
      `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts)
         SELECT id, ?, 'in', 'contact', ?, ?, '[]' FROM accounts`,
    )
    const times = ARRIVED.map(([who, days]) => ({ id: who === USER ? 1 : 2, at: START + days * DAY }))
    for (const { id, at } of times) insert.run(id, at, at)
    old.close()
    const database = new Database(file)
    const messages = new MessageReader(database)
    const id = ConversationId.parse(1)
    const rows = times.map((row, index) => ({ ...row, row: index + 1 })).filter((row) => row.id === 1)
    expect(messages.before(id, null, 100).map((message) => Number(message.id))).toEqual(
      rows.map(({ row }) => row),
    )
    for (const at of TIMES)
      expect(messages.firstFrom(id, at)).toBe(rows.find((row) => row.at >= at)?.row ?? null)
    database.close()
  })
})
