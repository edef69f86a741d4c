import { describe, expect, it } from 'vitest'
import { OTHER_USER, outboundText, USER } from '#core/inbox/testing.ts'
import { createTestTools } from './testing.ts'

const HOUR_MS = 3_600_000

/** The texts of a page. */
function textsOf({ messages }: Record<string, unknown>): unknown[] {
  return (messages as { text: unknown }[]).map(({ text }) => text)
}

/** A program, and an account with a talk of a few messages, the last of them to somebody else. */
async function aTalk() {
  const app = createTestTools()
  const { clock, program, send, receive, write } = app
  write({ text: '有货吗？', id: '7490000000000000001' })
  await clock.advance(HOUR_MS)
  await send('有的，三件')
  await clock.advance(HOUR_MS)
  write({ text: 'Three, please' })
  const at = clock.now()
  receive({
    messages: [outboundText({ text: 'from a phone', id: '7490000000000000002', at })],
    receivedAt: at,
  })
  write({ text: 'hello', from: OTHER_USER })
  return { ...app, one: program() }
}

describe('history', () => {
  it('is what was received and sent, the newest first', async () => {
    const { one, told } = await aTalk()
    const page = await told(one, 'history')
    expect(textsOf(page)).toEqual(['hello', 'from a phone', 'Three, please', '有的，三件', '有货吗？'])
    expect(page).toMatchObject({ total: 5, at_least: 5, limit: 50, offset: 0, cursor: null })
    expect(page['messages']).toMatchObject([
      { direction: 'received', said_by: 'contact', state: null },
      { direction: 'sent', said_by: 'us', state: null },
      { direction: 'received', msg_type: 'TEXT' },
      { direction: 'sent', said_by: 'us', state: 'sending', message_id: expect.stringMatching(/^\d+$/) },
      { message_id: '7490000000000000001', user_id: USER },
    ])
  })

  it('can be asked for by contact, session, kind, direction and time, as in WeiLink', async () => {
    const { anotherAccount, clock, one, told, write } = await aTalk()
    const second = anotherAccount('second')
    write({ text: 'to the second' }, second)
    const start = clock.now() - 2 * HOUR_MS
    const of = async (input: object) => textsOf(await told(one, 'history', input))
    expect(await of({ user_id: OTHER_USER })).toEqual(['hello'])
    expect(await of({ bot_id: 'second@im.bot' })).toEqual(['to the second'])
    expect(await of({ user_id: USER, bot_id: 'Account 2' })).toEqual(['to the second'])
    expect(await of({ user_id: USER, direction: 'sent' })).toEqual(['from a phone', '有的，三件'])
    expect(await of({ direction: 'received', until: start })).toEqual(['有货吗？'])
    expect(await of({ until: String(start + 1), since: new Date(start).toISOString() })).toEqual(['有货吗？'])
    expect(await of({ msg_type: 'image' })).toEqual([])
    expect(await of({ msg_type: 'Text', since: start + HOUR_MS, user_id: USER, bot_id: '' })).toEqual([
      'to the second',
      'from a phone',
      'Three, please',
      '有的，三件',
    ])
  })

  it('says what it does not take, and of what there is no sign', async () => {
    const { call, one } = await aTalk()
    for (const input of [
      { msg_type: 'STICKER' },
      { since: 'yesterday' },
      { cursor: 'x' },
      { direction: 'up' },
      { limit: 201 },
      { offset: -1 },
    ])
      expect(await call(one, 'history', input)).toBe('bad_input')
    expect(await call(one, 'history', { user_id: 'nobody@im.wechat' })).toBe('no_such_contact')
    expect(await call(one, 'history', { bot_id: 'nobody@im.bot' })).toBe('no_such_session')
  })

  it('goes on by cursor while messages arrive, and by offset', async () => {
    const { one, told, write } = await aTalk()
    const first = await told(one, 'history', { limit: 2 })
    expect(first).toMatchObject({ total: 5, at_least: 5 })
    write({ text: 'newer' })
    const second = await told(one, 'history', { limit: 2, cursor: first['cursor'] })
    const third = await told(one, 'history', { limit: 2, cursor: second['cursor'] })
    expect([first, second, third].flatMap(textsOf)).toEqual([
      ...['hello', 'from a phone', 'Three, please', '有的，三件', '有货吗？'],
    ])
    expect([second['total'], third['total'], third['cursor']]).toEqual([5, 5, null])
    expect(textsOf(await told(one, 'history', { limit: 2, offset: 3 }))).toEqual([
      'Three, please',
      '有的，三件',
    ])
    expect(await told(one, 'history', { offset: 9 })).toMatchObject({ messages: [], total: 6, cursor: null })
  })

  it('is found by its words, and says when not all of it is searched yet', async () => {
    const { indexing, one, told, write } = await aTalk()
    for (let n = 0; n < 120; n += 1) write({ text: `order ${n} please` })
    const found = await told(one, 'history', { text_contains: 'PLEASE', limit: 100 })
    expect(textsOf(found).slice(0, 2)).toEqual(['order 119 please', 'order 118 please'])
    expect(found).toMatchObject({ total: 121, at_least: 121, search_is_complete: true })
    const rest = await told(one, 'history', { text_contains: 'PLEASE', limit: 100, cursor: found['cursor'] })
    expect(textsOf(rest).at(-1)).toBe('Three, please')
    expect(rest).toMatchObject({ total: 121, cursor: null })
    expect(textsOf(await told(one, 'history', { text_contains: '三件' }))).toEqual(['有的，三件'])
    indexing.progress = () => ({ share: 0.4 })
    expect(await told(one, 'history', { text_contains: '三件' })).toMatchObject({ search_is_complete: false })
  })

  it('can be searched by one program several times at once', async () => {
    const { one, told } = await aTalk()
    const pages = await Promise.all(
      ['please', 'hello', '有货'].map((text_contains) => told(one, 'history', { text_contains })),
    )
    expect(pages.map(textsOf)).toEqual([['Three, please'], ['hello'], ['有货吗？']])
  })

  it('counts no further than it can quickly', async () => {
    const { one, told, database } = await aTalk()
    database
      .sql(
        `INSERT INTO messages (account_id, conversation_id, direction, origin, seq, at, received_at, parts, message_id)
         SELECT m.account_id, m.conversation_id, 'in', 'contact', 0, m.at, m.at, m.parts, CAST(n.value AS TEXT)
         FROM messages m, (WITH RECURSIVE t(value) AS (SELECT 20000 UNION ALL SELECT value + 1 FROM t WHERE value < 32000)
           SELECT value FROM t) n WHERE m.id = 1`,
      )
      .run()
    const many = await told(one, 'history', { limit: 1 })
    expect(many['total']).toBeNull()
    expect(many['at_least']).toBeGreaterThanOrEqual(10_000)
    expect(await told(one, 'history', { user_id: OTHER_USER })).toMatchObject({ total: 1 })
  })

  it('has nothing of accounts that the program may not know of, nor of what is deleted', async () => {
    const { accountId, anotherAccount, call, conversationWith, database, program, told, write } =
      await aTalk()
    const hidden = anotherAccount('hidden')
    write({ text: 'secret please', from: 'hidden-contact@im.wechat' }, hidden)
    write({ text: 'secret too' }, hidden)
    const one = program('read', [accountId])
    expect(await told(one, 'history')).toMatchObject({ total: 5 })
    expect(await told(one, 'history', { user_id: USER })).toMatchObject({ total: 4 })
    expect(textsOf(await told(one, 'history', { text_contains: 'secret' }))).toEqual([])
    expect(textsOf(await told(one, 'history', { text_contains: 'please' }))).toEqual(['Three, please'])
    expect(await call(one, 'history', { bot_id: 'hidden@im.bot' })).toBe('no_such_session')
    expect(await call(one, 'history', { user_id: 'hidden-contact@im.wechat' })).toBe('no_such_contact')
    database.sql('UPDATE conversations SET erased = 1 WHERE id = ?').run(conversationWith(OTHER_USER))
    expect(await told(one, 'history')).toMatchObject({ total: 4 })
    expect(await call(one, 'history', { user_id: OTHER_USER })).toBe('no_such_contact')
  })
})
