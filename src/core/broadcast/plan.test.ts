import { describe, expect, it } from 'vitest'
import { OTHER_USER } from '#core/inbox/testing.ts'
import { groupContactId } from '#shared/model/group.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

/** Skips of a plan as `contact: reason`, in alphabetical order. */
function skips(app: TestBroadcasts, plan: ReturnType<TestBroadcasts['plan']>): string[] {
  return plan.skipped.map(({ conversationId, reason }) => `${nameOf(app, conversationId)}: ${reason}`).sort()
}

function included(app: TestBroadcasts, plan: ReturnType<TestBroadcasts['plan']>): string[] {
  return plan.included.map(({ conversationId }) => nameOf(app, conversationId))
}

function nameOf(app: TestBroadcasts, id: Parameters<TestBroadcasts['stores']['routes']['get']>[0]): string {
  return app.stores.routes.get(id)?.contactUserId.split('@', 1)[0] ?? '?'
}

describe('what of a text is counted', () => {
  it.each([
    ['\u200b\u3164', 'nothing-to-send', 0],
    [`${'x'.repeat(1800)}\n\n`, null, 1],
    [`${'x'.repeat(1500)}${'\n'.repeat(2000)}y`, null, 2],
  ])('%#', (text, problem, messages) => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['one'])
    expect(app.plan({ text })).toMatchObject({ problem, messages })
  })
})

describe('whom a plan includes', () => {
  it('takes recent contacts, whose window closes soonest first', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['late'], { hoursAgo: 1 })
    app.contacts(app.accountId, ['soon'], { hoursAgo: 23 })
    app.contacts(app.accountId, ['between'], { hoursAgo: 12 })
    expect(included(app, app.plan())).toEqual(['soon', 'between', 'late'])
  })

  it('names every skip by its reason', () => {
    const app = createTestBroadcasts()
    const [offline, muted] = [app.anotherAccount('offline'), app.anotherAccount('muted')]
    app.accountStates.set(offline, 'needs-sign-in')
    for (let n = 0; n < 3; n += 1) app.accounts.recordOutcome(muted, false)
    app.contacts(app.accountId, ['fine'])
    app.contacts(app.accountId, ['closed'], { hoursAgo: 25 })
    app.contacts(app.accountId, ['short'], { sent: 9 })
    app.contacts(app.accountId, ['kept'], { sent: 7 })
    app.contacts(offline, ['away'])
    app.contacts(muted, ['quiet'])
    const [unwanted] = app.contacts(app.accountId, ['unwanted'])
    app.conversations.setContactExcluded('unwanted@im.wechat', true)
    const [refused] = app.contacts(app.accountId, ['refused'])
    if (refused === undefined || unwanted === undefined) throw new Error('no contacts')
    app.conversations.recordRefusal(refused)
    const plan = app.plan({ text: 'news', files: [1] })
    expect(included(app, plan)).toEqual(['fine'])
    expect(skips(app, plan)).toEqual([
      'away: account-offline',
      'closed: window-closed',
      'kept: reserve',
      'quiet: account-may-be-muted',
      'refused: window-closed',
      'short: quota-short',
      'unwanted: excluded',
    ])
    expect(plan.skipped.find(({ reason }) => reason === 'account-offline')?.accountState).toBe(
      'needs-sign-in',
    )
  })

  it('names a group that was picked, which nobody can write to', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['fine'])
    const group = groupContactId('family@chatroom')
    const id = app.conversations.ensure(app.accountId, group)
    const choice = {
      from: 'nobody' as const,
      picks: [group, 'fine@im.wechat'].map((contactUserId) => ({ contactUserId, included: true })),
    }
    const plan = app.plan({ choice })
    expect(included(app, plan)).toEqual(['fine'])
    expect(plan.skipped).toMatchObject([{ conversationId: id, reason: 'group' }])
    expect(app.plan({ choice: { ...choice, picks: choice.picks.slice(0, 1) } }).problem).toBe('no-recipients')
  })

  it('counts what is queued for somebody already, and what another run still has for them', async () => {
    const app = createTestBroadcasts()
    const [busy] = app.contacts(app.accountId, ['busy'], { sent: 6 })
    if (busy === undefined) throw new Error('no contact')
    expect(included(app, app.plan({ files: [1] }))).toEqual(['busy'])
    app.session.block(app.accountId)
    await app.send('one', { to: busy })
    expect(skips(app, app.plan({ files: [1] }))).toEqual(['busy: reserve'])
    const other = createTestBroadcasts()
    other.contacts(other.accountId, ['a', 'b'], { sent: 6 })
    other.session.block(other.accountId)
    await other.start({ text: 'first' })
    expect(skips(other, other.plan({ files: [1] }))).toEqual(['a: reserve', 'b: reserve'])
  })

  it('P8: takes somebody known to two accounts once, through the one they wrote to last', () => {
    const app = createTestBroadcasts()
    const second = app.anotherAccount('second')
    app.contacts(app.accountId, ['both'], { hoursAgo: 5 })
    const [later] = app.contacts(second, ['both'], { hoursAgo: 2 })
    expect(app.plan().included.map(({ conversationId }) => conversationId)).toEqual([later])
  })

  it('P8: skips somebody whose account cannot send, and offers the other one', () => {
    const app = createTestBroadcasts()
    const second = app.anotherAccount('second')
    const [former] = app.contacts(app.accountId, ['both'], { hoursAgo: 5 })
    app.contacts(second, ['both'], { hoursAgo: 2 })
    app.accountStates.set(second, 'offline')
    const plan = app.plan()
    expect(plan.skipped).toMatchObject([{ reason: 'account-offline', others: [former] }])
    const routes = [{ contactUserId: 'both@im.wechat', conversationId: former ?? app.conversationWith() }]
    expect(app.plan({ choice: { routes } }).included.map(({ conversationId }) => conversationId)).toEqual([
      former,
    ])
  })

  it('leaves out who was taken out by hand, and says so', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['in', 'out'])
    const picks = [{ contactUserId: 'out@im.wechat', included: false }]
    const plan = app.plan({ choice: { picks } })
    expect(included(app, plan)).toEqual(['in'])
    expect(skips(app, plan)).toEqual(['out: excluded'])
  })

  it('takes by hand only who was picked, and says why a closed window is no use', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['open', 'other'])
    app.contacts(app.accountId, ['closed'], { hoursAgo: 30 })
    const picks = ['open', 'closed'].map((name) => ({ contactUserId: `${name}@im.wechat`, included: true }))
    const plan = app.plan({ choice: { from: 'nobody', picks } })
    expect(included(app, plan)).toEqual(['open'])
    expect(skips(app, plan)).toEqual(['closed: window-closed'])
  })

  it('filters by account, by unread, by when they wrote and by when their window closes', () => {
    const app = createTestBroadcasts()
    const second = app.anotherAccount('second')
    app.contacts(app.accountId, ['old'], { hoursAgo: 20 })
    app.contacts(app.accountId, ['new'], { hoursAgo: 1 })
    const [read] = app.contacts(second, ['read'], { hoursAgo: 2 })
    const [last] = app.messages.before(read ?? app.conversationWith(), null, 1)
    if (read === undefined || last === undefined) throw new Error('no message')
    app.conversations.markRead(read, last.id)
    const names = (choice: Parameters<TestBroadcasts['plan']>[0]) => included(app, app.plan(choice)).sort()
    expect(names({ choice: { accounts: [second] } })).toEqual(['read'])
    expect(names({ choice: { unreadOnly: true } })).toEqual(['new', 'old'])
    expect(names({ choice: { wroteWithinHours: 3 } })).toEqual(['new', 'read'])
    expect(names({ choice: { closesWithinHours: 6 } })).toEqual(['old'])
  })

  it('does not ask about people who never wrote', () => {
    const app = createTestBroadcasts()
    app.conversationWith(OTHER_USER)
    app.contacts(app.accountId, ['wrote'])
    expect(app.plan()).toMatchObject({ included: [{}], skipped: [] })
  })
})

describe('what a plan costs', () => {
  it('counts pieces per person as they get them, and bytes per recipient', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['short'])
    app.contacts(app.accountId, ['long'])
    app.conversations.setContactAlias('long@im.wechat', '长'.repeat(60))
    const text = `{contact} ${'a'.repeat(1790)}`
    const plan = app.plan({ text, files: [1, 2], fallbacks: { contact: 'you', account: '' } })
    expect(plan).toMatchObject({
      messagesEach: { from: 3, to: 4 },
      messages: 7,
      bytesEach: 2_003,
      bytes: 4_006,
    })
    expect(plan.accounts).toEqual([{ accountId: app.accountId, people: 2, messages: 7, bytes: 4_006 }])
    expect(plan.unnamed).toEqual({ contacts: 1, accounts: 0 })
  })

  it('leaves out whose name is missing, if the operator says so and the text puts one in', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['named', 'nameless'])
    app.conversations.setContactAlias('named@im.wechat', '老王')
    const plan = (text: string, skipUnnamed: boolean) => {
      const { included: who, skipped, unnamed, problem } = app.plan({ text, choice: { skipUnnamed } })
      return {
        people: who.length,
        reasons: skipped.map(({ reason }) => reason),
        unnamed: unnamed.contacts,
        problem,
      }
    }
    const all = { people: 2, reasons: [], problem: null }
    expect(plan('{contact}您好', false)).toEqual({ ...all, unnamed: 1 })
    expect(plan('{contact}您好', true)).toEqual({
      people: 1,
      reasons: ['name-missing'],
      unnamed: 0,
      problem: null,
    })
    expect(plan('您好', true)).toEqual({ ...all, unnamed: 0 })
    expect(plan('{联系人}', true)).toEqual({
      people: 1,
      reasons: ['name-missing'],
      unnamed: 0,
      problem: null,
    })
    expect(plan('{account}您好', true)).toMatchObject({ people: 0, problem: 'nobody-reachable' })
  })

  it('starts without those whose name is missing, who stand in the ledger as skipped', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['named', 'nameless'])
    app.conversations.setContactAlias('named@im.wechat', '老王')
    const id = await app.start({ text: '{contact}您好', choice: { skipUnnamed: true } })
    await app.carryOn()
    expect(app.session.sends).toHaveLength(1)
    expect(app.ledger(id).sort()).toEqual(['[nameless: skipped (name-missing)]', 'named: accepted'])
  })

  it('estimates the time at the pace, accounts side by side, under the limit over all of them', () => {
    const app = createTestBroadcasts()
    const second = app.anotherAccount('second')
    app.contacts(app.accountId, ['a', 'b', 'c'])
    app.contacts(second, ['d'])
    expect(app.plan({ paceMs: 10_000 }).durationMs).toBe(24_000)
    app.settings.perMinute = 2
    expect(app.plan({ paceMs: 10_000 }).durationMs).toBe(90_000)
  })

  it('says whose window closes before their turn', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['first', 'second'], { hoursAgo: 23.999 })
    const plan = app.plan({ paceMs: 600_000 })
    expect(plan.included.map(({ closesBefore }) => closesBefore)).toEqual([false, true])
  })
})

describe('what no plan can be carried out for', () => {
  it.each([
    ['nothing-to-send', { text: '  \n' }],
    ['text-too-long', { text: '\u{1F468}‍\u{1F469}‍'.repeat(1_000) + '\u0301'.repeat(9_000) }],
    ['too-many-messages', { text: 'caption', files: [1, 2, 3, 4, 5, 6, 7, 8] }],
    ['no-recipients', { choice: { from: 'nobody' } }],
  ] as const)('%s', (problem, wanted) => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['somebody'])
    expect(app.plan(wanted).problem).toBe(problem)
  })

  it('nobody-reachable', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['closed'], { hoursAgo: 30 })
    const picks = [{ contactUserId: 'closed@im.wechat', included: true }]
    expect(app.plan({ choice: { picks } }).problem).toBe('nobody-reachable')
    expect(app.plan().problem).toBe('nobody-reachable')
  })

  it('no-recipients where everybody was taken out by hand', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['out'])
    const picks = [{ contactUserId: 'out@im.wechat', included: false }]
    expect(app.plan({ choice: { picks } }).problem).toBe('no-recipients')
  })
})

describe('whom tags, silence and former broadcasts leave out', () => {
  it('takes contacts with one of the tags, with every one, and with none', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['three', 'two', 'one'])
    const tag = (name: string, ...tags: string[]) => app.stores.contacts.change(`${name}@im.wechat`, { tags })
    tag('one', 'regular')
    tag('two', 'regular', 'wholesale')
    const of = (tags: { any?: string[]; all?: string[]; none?: string[] }) =>
      included(app, app.plan({ choice: { tags: { any: [], all: [], none: [], ...tags } } })).sort()
    expect(of({ any: ['regular', 'other'] })).toEqual(['one', 'two'])
    expect(of({ all: ['regular', 'wholesale'] })).toEqual(['two'])
    expect(of({ none: ['wholesale'] })).toEqual(['one', 'three'])
    expect(of({ any: ['regular'], none: ['wholesale'] })).toEqual(['one'])
  })

  it('takes those who have been silent for a while', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['fresh'], { hoursAgo: 1 })
    app.contacts(app.accountId, ['silent'], { hoursAgo: 7 })
    expect(included(app, app.plan({ choice: { quietForHours: 6 } }))).toEqual(['silent'])
  })

  it('names those who had as many broadcasts lately as are allowed', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    await app.start()
    await app.carryOn()
    app.contacts(app.accountId, ['new'])
    expect(app.plan().skipped).toEqual([])
    app.settings.cap = 1
    expect(skips(app, app.plan())).toEqual(['a: broadcast-to-recently', 'b: broadcast-to-recently'])
    app.settings.cap = 2
    expect(app.plan().skipped).toEqual([])
    const choice = { notWithinDays: 3 }
    expect(skips(app, app.plan({ choice }))).toEqual(['a: broadcast-to-recently', 'b: broadcast-to-recently'])
  })

  it('looks again when the turn comes: of two runs at once somebody gets one', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const first = await app.start()
    const second = await app.start()
    app.settings.cap = 1
    await app.carryOn()
    expect([app.ledger(first), app.ledger(second)]).toEqual([
      ['a: accepted'],
      ['a: skipped (broadcast-to-recently)'],
    ])
  })
})
