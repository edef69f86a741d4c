import { describe, expect, it } from 'vitest'
import { createTestTools } from './testing.ts'

/** Names of people in one of the plan's lists. */
function namesOf(list: unknown): string[] {
  return (list as { user_id: string }[]).map(({ user_id }) => user_id.split('@', 1)[0] ?? '')
}

describe('broadcast_plan', () => {
  it('says what would happen, and keeps nothing of it', async () => {
    const { accountId, contacts, database, program, stores, told } = createTestTools()
    contacts(accountId, ['late'], { hoursAgo: 2 })
    contacts(accountId, ['soon'], { hoursAgo: 20 })
    contacts(accountId, ['closed'], { hoursAgo: 30 })
    stores.conversations.setContactAlias('soon@im.wechat', '小苏')
    const count = () =>
      ['broadcasts', 'broadcast_contents', 'staged_files', 'messages'].map(
        (table) => database.sql(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n'],
      )
    const before = count()
    const plan = await told(program(), 'broadcast_plan', {
      content: { text: '{contact}，新货到了', contact_fallback: '您好' },
    })
    expect(count()).toEqual(before)
    expect(plan).toMatchObject({
      problem: null,
      ...{ included_count: 2, skipped_count: 1, messages: 2, bytes: 0, reserve: 2, duration_seconds: 3.6 },
      messages_each: { from: 1, to: 1 },
      sessions: [{ account: 'Account 1', people: 2, messages: 2 }],
      included: [
        { user_id: 'soon@im.wechat', contact: '小苏', turn_seconds: 0, closes_before: false, messages: 1 },
        { user_id: 'late@im.wechat', turn_seconds: 3.6, remaining: 10 },
      ],
      skipped: [{ user_id: 'closed@im.wechat', reason: 'window_closed', other_sessions: [] }],
    })
  })

  it('is for people who are named, or for those whom rules let through', async () => {
    const { accountId, contacts, program, stores, told } = createTestTools()
    contacts(accountId, ['one', 'two', 'three'])
    contacts(accountId, ['closed'], { hoursAgo: 30 })
    stores.contacts.change('two@im.wechat', { tags: ['vip'] })
    const one = program()
    const named = await told(one, 'broadcast_plan', {
      content: 'news',
      recipients: ['two@im.wechat', 'closed@im.wechat', 'two@im.wechat'],
    })
    expect([namesOf(named['included']), namesOf(named['skipped'])]).toEqual([['two'], ['closed']])
    const of = async (recipients: object) =>
      namesOf((await told(one, 'broadcast_plan', { content: 'news', recipients }))['included'])
    expect(await of({ tags: ['vip'] })).toEqual(['two'])
    expect(await of({ without_tags: ['vip'] })).toEqual(['three', 'one'])
    expect(await of({ sessions: ['Account 1'], user_ids: ['one@im.wechat'] })).toEqual(['one'])
    expect(await told(one, 'broadcast_plan', { content: 'news', limit: 1 })).toMatchObject({
      ...{ included_count: 3, included: [{ user_id: 'three@im.wechat' }], messages: 3 },
    })
  })

  it('says what stands in the way of all of it', async () => {
    const { accountId, call, contacts, program, told } = createTestTools()
    const one = program()
    expect(await told(one, 'broadcast_plan', { content: 'news' })).toMatchObject({ problem: 'no_recipients' })
    contacts(accountId, ['one'])
    expect(await told(one, 'broadcast_plan', { content: ' ' })).toMatchObject({ problem: 'nothing_to_send' })
    for (const [recipients, code] of [
      [['nobody@im.wechat'], 'no_such_contact'],
      [['group:1'], 'group_not_answerable'],
      [{ sessions: ['none'] }, 'no_such_session'],
      [{ closes_within_hours: 25 }, 'bad_input'],
    ])
      expect(await call(one, 'broadcast_plan', { content: 'news', recipients })).toBe(code)
    expect(
      await call(one, 'broadcast_plan', { content: { text: 'news', files: [{ path: '/etc/hostname' }] } }),
    ).toBe('no_such_file')
  })

  it('knows nobody of accounts that the program may not know of', async () => {
    const { accountId, anotherAccount, call, contacts, program, told } = createTestTools()
    const hidden = anotherAccount('hidden')
    contacts(accountId, ['ann'], { hoursAgo: 3 })
    contacts(hidden, ['ann', 'bob'], { hoursAgo: 1 })
    const one = program('read', [accountId])
    for (const recipients of [{}, ['ann@im.wechat'], { user_ids: ['ann@im.wechat'] }])
      expect(await told(one, 'broadcast_plan', { content: 'news', recipients })).toMatchObject({
        ...{ included_count: 1, skipped_count: 0, messages: 1 },
        sessions: [{ account: 'Account 1' }],
        included: [{ user_id: 'ann@im.wechat', account: 'Account 1' }],
      })
    const bob = { content: 'news', recipients: ['bob@im.wechat'] }
    expect(await call(one, 'broadcast_plan', bob)).toBe('no_such_contact')
    const other = { content: 'news', recipients: { sessions: ['hidden@im.bot'] } }
    expect(await call(one, 'broadcast_plan', other)).toBe('no_such_session')
  })
})
