import { describe, expect, it } from 'vitest'
import { BOT, OTHER_USER, USER } from '#core/inbox/testing.ts'
import { createTestTools } from './testing.ts'

const DAY_MS = 24 * 3_600_000

/** Whom a page shows. */
function contactsOf({ conversations }: Record<string, unknown>): unknown[] {
  return (conversations as { user_id: unknown }[]).map(({ user_id }) => user_id)
}

describe('conversations', () => {
  it('are those of the Inbox with what a reply needs to know', async () => {
    const { clock, conversationWith, program, send, stores, told, write } = createTestTools()
    write({ text: '有货吗？' })
    await send('有的')
    write({ text: '好' })
    stores.conversations.setContactAlias(USER, '李姐')
    stores.contacts.change(USER, { tags: ['老客户'], note: '下午打电话' })
    expect(await told(program(), 'conversations')).toEqual({
      conversations: [
        {
          conversation_id: String(conversationWith()),
          resource: `linkboard://conversation/${conversationWith()}`,
          ...{ user_id: USER, contact: '李姐', bot_id: BOT, account: 'Account 1', is_group: false },
          ...{ state: 'needs-reply', unread: 2, remaining: 10 },
          preview: {
            ...{ said_by: 'contact', msg_type: 'TEXT', text: '好' },
            at: new Date(clock.now()).toISOString(),
          },
          window_closes_at: new Date(clock.now() + DAY_MS).toISOString(),
          ...{ tags: ['老客户'], note: '下午打电话' },
        },
      ],
      cursor: null,
    })
    await clock.advance(DAY_MS)
    expect(await told(program(), 'conversations')).toMatchObject({
      conversations: [{ state: 'expired', window_closes_at: null, remaining: 0 }],
    })
  })

  it('are filtered as the Inbox filters them, and by session', async () => {
    const { anotherAccount, call, program, stores, told, conversationWith, write } = createTestTools()
    const second = anotherAccount('second')
    write()
    write({ from: OTHER_USER })
    write({}, second)
    const done = conversationWith(OTHER_USER)
    const seq = stores.conversations.summary(done)?.activitySeq ?? 0
    stores.marks.set(done, { mark: 'triage', after: { kind: 'done', seq } })
    const one = program()
    expect(contactsOf(await told(one, 'conversations'))).toEqual([USER, USER])
    expect(contactsOf(await told(one, 'conversations', { filter: 'done' }))).toEqual([OTHER_USER])
    expect(await told(one, 'conversations', { account: 'second@im.bot' })).toMatchObject({
      conversations: [{ account: 'Account 2' }],
    })
    expect(await call(one, 'conversations', { account: 'none' })).toBe('no_such_session')
    expect(await call(one, 'conversations', { filter: 'none' })).toBe('bad_input')
  })

  it('come page by page, whatever becomes active meanwhile', async () => {
    const { program, told, write } = createTestTools()
    const people = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@im.wechat`)
    for (const from of people) write({ from })
    const one = program()
    const first = await told(one, 'conversations', { limit: 2 })
    write({ from: 'e@im.wechat' })
    const second = await told(one, 'conversations', { limit: 2, cursor: first['cursor'] })
    const third = await told(one, 'conversations', { limit: 2, cursor: second['cursor'] })
    expect([first, second, third].flatMap(contactsOf)).toEqual(people.toReversed())
    expect(third['cursor']).toBeNull()
  })

  it('are only those of accounts that the program may know of', async () => {
    const { accountId, anotherAccount, call, program, told, write } = createTestTools()
    const hidden = anotherAccount('hidden')
    write()
    write({ from: OTHER_USER }, hidden)
    const one = program('read', [accountId])
    expect(await told(one, 'conversations')).toMatchObject({ conversations: [{ user_id: USER }] })
    expect(await call(one, 'conversations', { account: 'hidden@im.bot' })).toBe('no_such_session')
  })
})
