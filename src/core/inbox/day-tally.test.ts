import { describe, expect, it } from 'vitest'
import { Database } from '#core/storage/database.ts'
import { readDayTally } from './day-tally.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Midnight of the day that is looked at; now it is noon. */
const DAY = 1_790_000_000_000
const NOON = DAY + 12 * HOUR

/** A database with people by number, each in one conversation, and messages in the order in which they are told. */
function book() {
  const database = new Database(':memory:')
  database
    .sql(
      `INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES ('a', 1, 0, 'b', 'https://x', 1)`,
    )
    .run()
  let messages = 0
  function put(
    person: string | number,
    direction: 'in' | 'out',
    receivedAt: number,
    over: Over = {},
  ): number {
    const { at = receivedAt, state = null, resolution = null, account = 'a' } = over
    const userId = typeof person === 'number' ? `person${person}` : person
    const conversation = database
      .sql(
        `INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)
         ON CONFLICT (account_id, contact_user_id) DO UPDATE SET draft = draft RETURNING id`,
      )
      .get(account, userId)
    messages += 1
    database
      .sql(
        `INSERT INTO messages (id, account_id, conversation_id, direction, origin, at, received_at, parts, send_state, resolution)
         VALUES (?, ?, ?, ?, ?, ?, ?, '[]', ?, ?)`,
      )
      .run(
        messages,
        account,
        Number(conversation?.['id']),
        direction,
        direction === 'in' ? 'contact' : 'here',
        at,
        receivedAt,
        direction === 'in' ? null : (state ?? 'accepted'),
        resolution,
      )
    return messages
  }
  return {
    database,
    wrote: (person: string | number, at: number, over?: Over) => put(person, 'in', at, over),
    answered: (person: string | number, at: number, over?: Over) => put(person, 'out', at, over),
    tally: (now = NOON) => readDayTally(database, { from: DAY, now }),
  }
}

interface Over {
  at?: number
  state?: string
  resolution?: string
  account?: string
}

describe("the day's tally", () => {
  it('is empty on an empty day', () => {
    const { tally, wrote } = book()
    wrote(1, DAY - 30 * HOUR)
    expect(tally()).toEqual({ wrote: 0, answered: 0, expired: 0, medianMs: null })
  })

  it('counts people once, and times from the first message that was not answered', () => {
    const { wrote, answered, tally } = book()
    wrote(1, DAY + HOUR)
    wrote(1, DAY + HOUR + 5 * MINUTE)
    answered(1, DAY + HOUR + 10 * MINUTE)
    answered(1, DAY + HOUR + 11 * MINUTE)
    wrote(1, DAY + 2 * HOUR)
    answered(1, DAY + 2 * HOUR + 4 * MINUTE)
    wrote(2, DAY + 3 * HOUR)
    answered(2, DAY + 3 * HOUR + MINUTE)
    wrote(3, DAY + 4 * HOUR)
    expect(tally()).toEqual({ wrote: 3, answered: 2, expired: 0, medianMs: 4 * MINUTE })
  })

  it('takes only what was accepted, or marked as sent, for an answer, and no broadcast', () => {
    const { database, wrote, answered, tally } = book()
    for (const person of [1, 2, 3, 4, 5]) wrote(person, DAY + HOUR)
    answered(1, DAY + 2 * HOUR, { state: 'queued' })
    answered(2, DAY + 2 * HOUR, { state: 'unconfirmed' })
    answered(3, DAY + 2 * HOUR, { state: 'refused' })
    answered(4, DAY + 2 * HOUR, { state: 'unconfirmed', resolution: 'marked-as-sent' })
    const broadcast = answered(5, DAY + 2 * HOUR)
    database.sql('INSERT INTO outbox_jobs (message_id, broadcast_id) VALUES (?, 7)').run(broadcast)
    expect(tally()).toMatchObject({ wrote: 5, answered: 1 })
  })

  it('counts a window that closed today before an answer, also of a message of the day before', () => {
    const { database, wrote, answered, tally } = book()
    wrote(1, DAY - 20 * HOUR)
    wrote(2, DAY - 20 * HOUR)
    answered(2, DAY - 19 * HOUR)
    wrote(3, DAY - 20 * HOUR)
    wrote(4, DAY - 20 * HOUR)
    wrote(5, DAY - 20 * HOUR)
    answered(3, DAY + HOUR)
    database.sql(`UPDATE conversations SET triage = 'done' WHERE contact_user_id = 'person5'`).run()
    expect(tally(DAY + 3 * HOUR)).toMatchObject({ expired: 0 })
    wrote(4, DAY + 6 * HOUR)
    expect(tally()).toEqual({ wrote: 1, answered: 1, expired: 2, medianMs: 21 * HOUR })
  })

  it('goes by arrival, whatever the server and other clocks say', () => {
    const { wrote, answered, tally } = book()
    wrote(1, DAY + HOUR, { at: DAY + 90 * HOUR })
    answered(1, DAY + 2 * HOUR, { at: DAY - 50 * HOUR })
    expect(tally(DAY + 30 * HOUR)).toEqual({ wrote: 1, answered: 1, expired: 0, medianMs: HOUR })
    wrote(2, DAY + 3 * HOUR)
    answered(2, DAY + 3 * HOUR - MINUTE)
    expect(tally()).toMatchObject({ answered: 2, medianMs: 0 })
  })

  it('keeps the morning when the clock was set back for a while, and the day when it was ahead before', () => {
    const { wrote, answered, tally } = book()
    wrote(9, DAY - 30 * 24 * HOUR)
    wrote(1, DAY + HOUR)
    answered(1, DAY + 2 * HOUR)
    wrote(2, DAY - 60 * HOUR)
    wrote(3, DAY + 3 * HOUR)
    expect(tally()).toMatchObject({ wrote: 2, answered: 1, medianMs: HOUR })
    // set back by six hours a moment ago: what is stamped later than now has arrived all the same
    expect(tally(DAY + HOUR)).toMatchObject({ wrote: 2, answered: 1 })
  })

  it('does not count for today what a clock far ahead stamped on other days', () => {
    const { wrote, tally } = book()
    wrote(1, DAY + 90 * HOUR)
    wrote(2, DAY - 2 * HOUR)
    wrote(3, DAY + HOUR)
    expect(tally()).toMatchObject({ wrote: 1 })
  })

  it('reads no more than two days, whatever it is asked for', () => {
    const { database, wrote } = book()
    wrote(1, DAY - 100 * HOUR)
    wrote(2, DAY + HOUR)
    expect(readDayTally(database, { from: 0, now: NOON })).toMatchObject({ wrote: 1 })
  })

  it('leaves groups and removed accounts out', () => {
    const { database, wrote, tally } = book()
    wrote('group:1@chatroom', DAY + HOUR)
    wrote(1, DAY + HOUR)
    expect(tally()).toMatchObject({ wrote: 1 })
    database.sql('UPDATE accounts SET removed = 1').run()
    expect(tally()).toMatchObject({ wrote: 0 })
  })

  it('counts more than it reads at a time', () => {
    const { database, wrote, tally } = book()
    database.transaction(() => {
      for (let person = 1; person <= 4_100; person += 1) wrote(person, DAY + HOUR)
    })
    expect(tally().wrote).toBe(4_100)
  })
})
