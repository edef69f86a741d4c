import { describe, expect, it } from 'vitest'
import { createTestTools } from './testing.ts'

const HOUR_MS = 3_600_000

/** People as `name: reason`, of those who can be reached as `name`. */
function peopleOf({ people }: Record<string, unknown>): string[] {
  return (people as { user_id: string; reason: string | null }[]).map(({ user_id, reason }) => {
    const name = user_id.split('@', 1)[0] ?? ''
    return reason === null ? name : `${name}: ${reason}`
  })
}

describe('reachable', () => {
  it('says who could be written to now, the soonest closing first, and why others could not', async () => {
    const { accountId, accountStates, anotherAccount, clock, contacts, program, settings, stores, told } =
      createTestTools()
    const [, second] = [accountId, anotherAccount('second')]
    contacts(accountId, ['late'], { hoursAgo: 2 })
    const [soon] = contacts(accountId, ['soon'], { hoursAgo: 20 })
    contacts(accountId, ['closed'], { hoursAgo: 30 })
    contacts(accountId, ['kept'], { sent: 8 })
    contacts(accountId, ['spent'], { sent: 10 })
    const [excluded] = contacts(accountId, ['excluded'])
    contacts(second, ['away'])
    stores.conversations.setContactExcluded('excluded@im.wechat', true)
    stores.conversations.setContactAlias('soon@im.wechat', '小苏')
    accountStates.set(second, 'needs-sign-in')
    Object.assign(settings, { cap: 1 })
    const answer = await told(program(), 'reachable')
    expect(peopleOf(answer)).toEqual([
      ...['soon', 'late', 'closed: window_closed', 'kept: kept_for_operator', 'spent: quota_spent'],
      ...['excluded: excluded', 'away: needs_sign_in'],
    ])
    expect(answer).toMatchObject({ reachable_count: 2, unreachable_count: 5, limit: 100, offset: 0 })
    expect(answer['people']).toMatchObject([
      {
        ...{ contact: '小苏', conversation_id: String(soon), account: 'Account 1', reachable: true },
        window_closes_at: new Date(clock.now() + 4 * HOUR_MS).toISOString(),
        remaining: 10,
      },
      ...[{}, { window_closes_at: null, remaining: 0 }, { remaining: 2 }, { remaining: 0 }],
      { conversation_id: String(excluded), reachable: false },
      { account: 'Account 2' },
    ])
    expect(peopleOf(await told(program(), 'reachable', { limit: 2, offset: 1 }))).toEqual([
      ...['late', 'closed: window_closed'],
    ])
  })

  it('is narrowed down by tags and by the filters of the Inbox', async () => {
    const { accountId, contacts, nextAccepted, program, sendOne, session, stores, told } = createTestTools()
    const [, two] = contacts(accountId, ['one', 'two', 'three'])
    if (two === undefined) throw new Error('they wrote')
    stores.contacts.change('two@im.wechat', { tags: ['老客户', 'vip'] })
    stores.contacts.change('three@im.wechat', { tags: ['vip'] })
    const one = program()
    expect(peopleOf(await told(one, 'reachable', { tags: ['老客户'] }))).toEqual(['two'])
    expect(peopleOf(await told(one, 'reachable', { tags: ['vip', 'none'] }))).toEqual(['three', 'two'])
    await sendOne('answer', { to: two })
    await session.last.answer(nextAccepted())
    expect(peopleOf(await told(one, 'reachable', { filter: 'needs-reply' }))).toEqual(['three', 'one'])
  })

  it('names another session by which somebody could be reached, but none that is not to be known of', async () => {
    const { accountId, accountStates, anotherAccount, contacts, program, told } = createTestTools()
    const [second, hidden] = [anotherAccount('second'), anotherAccount('hidden')]
    contacts(hidden, ['ann', 'bob'])
    contacts(second, ['ann'], { hoursAgo: 3 })
    contacts(accountId, ['ann'], { hoursAgo: 2 })
    accountStates.set(accountId, 'reconnecting')
    const answer = await told(program('read', [accountId, second]), 'reachable')
    expect(answer).toMatchObject({
      people: [{ user_id: 'ann@im.wechat', reason: 'account_offline', other_sessions: ['second@im.bot'] }],
      ...{ reachable_count: 0, unreachable_count: 1 },
    })
  })
})
