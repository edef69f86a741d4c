import { afterEach, describe, expect, it } from 'vitest'
import { BroadcastId } from '#shared/model/ids.ts'
import { ProposalId } from '#shared/model/program.ts'
import { AGAIN_MS, GROUP_PAUSE_MS } from './decide.ts'
import { targetOf } from './target.ts'
import {
  aConversation,
  accountId,
  anAccount,
  closingIn,
  conversationId,
  HOUR,
  MINUTE,
  NOW,
  World,
} from './testing.ts'

describe('new messages', () => {
  it('are told once, with the place of the newest', () => {
    const world = new World()
    world.write(1)
    world.write(1)
    const [notice] = world.decide().show
    expect(notice?.subjects).toEqual([
      { kind: 'message', accountId: accountId(1), conversationId: conversationId(1), messageId: 102 },
    ])
    expect(world.tell()).toEqual([])
    world.write(1)
    expect(world.tell()).toEqual(['message:1'])
  })

  it('are not told again by a restart, and what came unseen meanwhile is', () => {
    const world = new World()
    world.write(1)
    world.tell()
    world.restart()
    expect(world.tell()).toEqual([])
    world.write(2)
    world.restart()
    expect(world.tell()).toEqual(['message:2'])
  })

  it('are not told where the operator looks, and are elsewhere', () => {
    const world = new World()
    world.isFocused = true
    world.shown.add(conversationId(1))
    world.write(1)
    world.write(2)
    expect(world.tell()).toEqual(['message:2'])
    // looked at once is told for good, also unread
    world.isFocused = false
    expect(world.tell()).toEqual([])
  })

  it('are told of a conversation on the screen of a window that nobody looks at', () => {
    const world = new World()
    world.shown.add(conversationId(1))
    world.write(1)
    expect(world.decide()).toMatchObject({ show: [{ key: 'message:1' }], isFlashing: true })
  })

  it('leave the screen once they are read, or looked at', () => {
    const world = new World()
    world.write(1)
    world.write(2)
    world.tell()
    world.read(1)
    expect(world.decide().close).toEqual(['message:1'])
    world.isFocused = true
    expect(world.decide().close).toEqual([])
    world.shown.add(conversationId(2))
    expect(world.decide().close).toEqual(['message:2'])
  })

  it.each([
    ['muted', (world: World) => world.put(aConversation(1, { isMuted: true }))],
    ['of a silent account', (world: World) => (world.settings.silentAccounts = [accountId(1)])],
    ['switched off', (world: World) => (world.settings.messages = false)],
  ])('are not told while %s, and not afterwards either', (_how, silence) => {
    const world = new World()
    silence(world)
    world.write(1)
    expect(world.tell()).toEqual([])
    world.put({ ...aConversation(1), unread: 1, lastInboundSeq: 101 })
    world.settings = { ...new World().settings }
    expect(world.tell()).toEqual([])
    world.write(1)
    expect(world.tell()).toEqual(['message:1'])
  })

  it('are one from the fourth conversation on, which is not shown again too soon', () => {
    const world = new World()
    for (const n of [1, 2, 3]) world.write(n)
    expect(world.tell()).toEqual(['message:1', 'message:2', 'message:3'])
    world.write(4)
    const decision = world.decide()
    expect(decision.show).toMatchObject([{ key: 'several:message', subjects: { length: 4 } }])
    expect(world.onScreen).toEqual(['several:message'])
    world.pass(1_000)
    world.write(5)
    world.write(2)
    expect(world.decide()).toMatchObject({ show: [], againInMs: GROUP_PAUSE_MS - 1_000 })
    world.pass(GROUP_PAUSE_MS - 1_000)
    const [group] = world.decide().show
    expect(group?.subjects.map((one) => 'conversationId' in one && one.conversationId)).toEqual([
      1, 3, 4, 2, 5,
    ])
    expect(world.tell()).toEqual([])
  })

  it('are single again when most of the group was read', () => {
    const world = new World()
    for (const n of [1, 2, 3, 4]) world.write(n)
    world.tell()
    for (const n of [1, 2, 3]) world.read(n)
    world.pass(GROUP_PAUSE_MS)
    world.write(4)
    const decision = world.decide()
    expect(decision.show.map(({ key }) => key)).toEqual(['message:4'])
    expect(world.onScreen).toEqual(['message:4'])
  })

  it('are single again once the group was closed by hand', () => {
    const world = new World()
    for (const n of [1, 2, 3, 4]) world.write(n)
    world.tell()
    world.dismiss('several:message')
    world.write(5)
    expect(world.tell()).toEqual(['message:5'])
  })
})

describe('closing windows', () => {
  it('are told at each reminder, once, and leave the screen with the answer', () => {
    const world = new World()
    world.put(closingIn(1, 2 * HOUR + 10_000))
    const before = world.decide()
    expect([before.show, before.againInMs]).toEqual([[], 10_000])
    world.pass(10_000)
    expect(world.tell()).toEqual(['closing:1'])
    world.pass(89 * MINUTE)
    expect(world.tell()).toEqual([])
    world.pass(MINUTE)
    expect(world.tell()).toEqual(['closing:1'])
    world.put({ ...closingIn(1, 2 * HOUR), isUnanswered: false })
    expect(world.decide().close).toEqual(['closing:1'])
  })

  it('are told once when several reminders are due at once', () => {
    const world = new World()
    world.put(closingIn(1, 20 * MINUTE))
    expect(world.decide().show).toMatchObject([{ subjects: [{ minutes: 30, closesAt: NOW + 20 * MINUTE }] }])
    expect(world.tell()).toEqual([])
  })

  it('are told anew for the window that the next message opens', () => {
    const world = new World()
    world.put(closingIn(1, 20 * MINUTE))
    world.tell()
    world.put(closingIn(1, 20 * MINUTE, { lastInboundSeq: 200 }))
    expect(world.tell()).toContain('closing:1')
  })

  it.each([
    ['answered', { isUnanswered: false }],
    ['done', { triage: { kind: 'done' as const } }],
    ['snoozed', { triage: { kind: 'snoozed' as const, until: null } }],
    ['refused by the server', { refusedSinceInbound: true }],
    ['of a group', { contactUserId: 'group:1' }],
  ])('are not told of what is %s', (_how, over) => {
    const world = new World()
    world.put(closingIn(1, 20 * MINUTE, over))
    expect(world.tell()).toEqual([])
  })

  it('are told of muted conversations and silent accounts', () => {
    const world = new World()
    world.settings.silentAccounts = [accountId(1)]
    world.put(closingIn(1, 20 * MINUTE, { isMuted: true }))
    expect(world.tell()).toEqual(['closing:1'])
  })

  it('are not told twice when they were snoozed in between', () => {
    const world = new World()
    world.put(closingIn(1, 20 * MINUTE))
    world.tell()
    world.put(closingIn(1, 20 * MINUTE, { triage: { kind: 'snoozed', until: null } }))
    world.tell()
    world.put(closingIn(1, 20 * MINUTE))
    expect(world.tell()).toEqual([])
  })

  it('are not told when they have closed already, or no reminder is wanted', () => {
    const world = new World()
    world.put(closingIn(1, -MINUTE))
    expect(world.tell()).toEqual([])
    world.put(closingIn(2, MINUTE))
    world.settings.reminders = { first: null, last: null }
    expect(world.tell()).toEqual([])
    world.settings.reminders = { first: null, last: 5 }
    expect(world.tell()).toEqual(['closing:2'])
  })

  it('count as told while the strip is in view', () => {
    const world = new World()
    world.isFocused = true
    world.put(closingIn(1, 20 * MINUTE))
    expect(world.tell()).toEqual([])
    world.isFocused = false
    expect(world.tell()).toEqual([])
  })

  it('survive a clock that is set forward, back, and forward again', () => {
    const world = new World()
    world.put(closingIn(1, 3 * HOUR))
    expect(world.tell()).toEqual([])
    world.now += 2.75 * HOUR
    expect(world.tell()).toEqual(['closing:1'])
    world.now -= 2.75 * HOUR
    expect(world.decide()).toMatchObject({ show: [], close: ['closing:1'] })
    world.now += 1.5 * HOUR
    expect(world.tell()).toEqual([])
    world.now += 1.25 * HOUR
    expect(world.tell()).toEqual([])
  })
})

describe('sends', () => {
  it('are told once each, refused and unconfirmed apart, also when muted', () => {
    const world = new World()
    world.put(aConversation(1, { isMuted: true }))
    world.fail(11, 1, 'refused')
    world.fail(12, 1, 'unconfirmed')
    expect(world.tell()).toEqual(['unconfirmed:12', 'refused:11'])
    world.restart()
    expect(world.tell()).toEqual([])
  })

  it('leave the screen once they are dealt with, and are told again when they fail again', () => {
    const world = new World()
    world.put(aConversation(1))
    world.fail(11, 1, 'refused')
    world.tell()
    world.sends = []
    expect(world.decide().close).toEqual(['refused:11'])
    world.fail(11, 1, 'refused')
    expect(world.tell()).toEqual(['refused:11'])
  })

  it('of a broadcast that fails one by one are told as one, at most twice a minute', () => {
    const world = new World()
    let told = 0
    for (let n = 1; n <= 60; n += 1) {
      world.put(aConversation(n))
      world.fail(1_000 + n, n, 'refused')
      told += world.tell().length
      world.pass(3_000)
    }
    expect(told).toBe(3 + 6)
    expect(world.onScreen).toEqual(['several:refused'])
  })
})

describe('accounts', () => {
  const down = anAccount(1, { state: 'needs-sign-in' })

  it('are told at once and again after an hour while it lasts', () => {
    const world = new World()
    world.account(down)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
    world.pass(AGAIN_MS - 10_000)
    expect(world.decide()).toMatchObject({ show: [], againInMs: 10_000 })
    world.pass(10_000)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
    world.account(anAccount(1))
    expect(world.decide()).toMatchObject({ show: [], close: [`needs-sign-in:${down.id}`] })
    world.account(down)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
  })

  it('may be muted, which their sign-in comes before', () => {
    const world = new World()
    world.account(anAccount(1, { maybeMuted: true }))
    expect(world.tell()).toEqual([`may-be-muted:${down.id}`])
    world.account({ ...down, maybeMuted: true })
    expect(world.decide()).toMatchObject({
      show: [{ key: `needs-sign-in:${down.id}` }],
      close: [`may-be-muted:${down.id}`],
    })
    world.account(anAccount(1, { maybeMuted: true }))
    expect(world.tell()).toEqual([])
  })

  it('are not told again by a restart, at which they are not known to be down yet', () => {
    const world = new World()
    world.account(down)
    world.tell()
    world.pass(30 * MINUTE)
    world.restart()
    world.account(anAccount(1, { state: 'connecting' }))
    expect(world.tell()).toEqual([])
    world.account(down)
    expect(world.tell()).toEqual([])
    world.pass(30 * MINUTE)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
  })

  it('are told by the hours that passed, whatever the clock is set to', () => {
    const world = new World()
    world.account(down)
    world.tell()
    world.now += 5 * HOUR
    expect(world.tell()).toEqual([])
    world.now -= 10 * HOUR
    world.monotonic += AGAIN_MS
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
    // of an earlier run only the wall time is known; one that is ahead counts from now
    world.now -= 3 * HOUR
    world.restart()
    expect(world.tell()).toEqual([])
    // and ends, however long the clock takes to get there
    world.pass(AGAIN_MS - 1)
    expect(world.tell()).toEqual([])
    world.pass(1)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
  })

  it('are told only outside the window, and the hour counts from when they were seen', () => {
    const world = new World()
    world.isFocused = true
    world.account(down)
    expect(world.tell()).toEqual([])
    world.isFocused = false
    expect(world.tell()).toEqual([])
    world.pass(AGAIN_MS)
    expect(world.tell()).toEqual([`needs-sign-in:${down.id}`])
  })

  it('that are down together are told together', () => {
    const world = new World()
    for (let n = 1; n <= 42; n += 1) world.account(anAccount(n, { state: 'needs-sign-in' }))
    expect(world.decide().show).toMatchObject([{ key: 'several:needs-sign-in', subjects: { length: 42 } }])
    world.pass(AGAIN_MS)
    expect(world.tell()).toEqual(['several:needs-sign-in'])
  })
})

describe('quiet hours', () => {
  const night = { on: true, from: 22 * 60, to: 8 * 60 }
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).getTime()

  it('tell nothing from evening over midnight to morning, then what still holds', () => {
    const world = new World()
    world.settings.quietHours = night
    world.now = at(4, 22)
    for (const n of [1, 2, 3, 4]) world.write(n)
    world.put(closingIn(5, 0, { lastInboundAt: at(4, 10, 30), lastInboundSeq: 5 }))
    world.account(anAccount(1, { state: 'needs-sign-in' }))
    expect(world.decide()).toMatchObject({ show: [], isFlashing: false, badge: 4, tray: { needy: 1 } })
    world.now = at(5, 0)
    world.write(6)
    expect(world.tell()).toEqual([])
    world.read(1)
    world.now = at(5, 7, 59)
    expect(world.tell()).toEqual([])
    world.now = at(5, 8)
    expect(world.tell()).toEqual(['several:message', `needs-sign-in:${accountId(1)}`])
    world.now = at(5, 8, 31)
    expect(world.tell()).toEqual(['closing:5'])
  })

  it('within a day end on the same day', () => {
    const world = new World()
    world.settings.quietHours = { on: true, from: 12 * 60, to: 13 * 60 }
    world.write(1)
    world.now = at(4, 12, 30)
    expect(world.tell()).toEqual([])
    world.now = at(4, 13)
    expect(world.tell()).toEqual(['message:1'])
  })

  it('hold only while they are on', () => {
    const world = new World()
    world.settings.quietHours = { ...night, on: false }
    world.now = at(4, 23)
    world.write(1)
    expect(world.tell()).toEqual(['message:1'])
  })

  it('count what is looked at as told', () => {
    const world = new World()
    world.settings.quietHours = night
    world.now = at(4, 23)
    world.isFocused = true
    world.account(anAccount(1, { state: 'needs-sign-in' }))
    world.tell()
    world.isFocused = false
    world.now = at(5, 8)
    expect(world.tell()).toEqual([])
  })
})

describe('summer time', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  /** Berlin, where the clock goes from 2:00 to 3:00 on 2026-03-29 and from 3:00 to 2:00 on 2026-10-25. */
  function berlin(): World {
    process.env['TZ'] = 'Europe/Berlin'
    const world = new World()
    world.settings.quietHours = { on: true, from: 22 * 60, to: 8 * 60 }
    return world
  }

  it.each([
    ['an hour short', '2026-03-28T21:00Z', 9],
    ['an hour long', '2026-10-24T20:00Z', 11],
  ])('makes the quiet hours of a night %s', (_how, evening, hours) => {
    const world = berlin()
    world.now = Date.parse(evening)
    world.write(1)
    expect(world.tell()).toEqual([])
    world.pass(hours * HOUR - MINUTE)
    expect(world.tell()).toEqual([])
    world.pass(MINUTE)
    expect(world.tell()).toEqual(['message:1'])
  })

  it.each(['2026-03-29T00:00Z', '2026-10-25T00:00Z'])(
    'neither loses nor doubles a reminder: %s',
    (instant) => {
      const world = berlin()
      world.settings.quietHours.on = false
      world.now = Date.parse(instant)
      world.put(closingIn(1, 0, { lastInboundAt: world.now - 21 * HOUR }))
      const told: number[] = []
      for (let minute = 0; minute < 200; minute += 1) {
        if (world.tell().length > 0) told.push(minute)
        world.pass(MINUTE)
      }
      expect(told).toEqual([60, 150])
    },
  )
})

describe('what is always shown', () => {
  it('counts unread conversations that are not silent, and says what the tray leads to', () => {
    const world = new World()
    world.account(anAccount(2, { state: 'needs-sign-in', maybeMuted: true }))
    world.write(1)
    world.write(2, { isMuted: true })
    world.put(aConversation(3, { isMarkedUnread: true }), closingIn(4, HOUR, { accountId: accountId(2) }))
    world.put(aConversation(5, { unread: 3, triage: { kind: 'done' } }))
    const { badge, tray } = world.decide()
    expect(badge).toBe(2)
    expect(tray).toEqual({
      unread: 3,
      closing: 1,
      needy: 1,
      accounts: [
        { id: accountId(2), need: 'needs-sign-in', troubled: 0, closing: 1, unread: 0 },
        { id: accountId(1), need: null, troubled: 0, closing: 0, unread: 3 },
      ],
      more: 0,
    })
    world.settings.silentAccounts = [accountId(1)]
    expect(world.decide().badge).toBe(0)
  })

  it('names ten accounts, those first that need somebody', () => {
    const world = new World()
    for (let n = 1; n <= 42; n += 1) world.account(anAccount(n))
    world.account(anAccount(40, { maybeMuted: true }))
    world.write(1, { accountId: accountId(41) })
    world.put(aConversation(2, { accountId: accountId(39), failed: 1 }))
    world.put(closingIn(3, HOUR, { accountId: accountId(38) }))
    const { accounts, more } = world.decide().tray
    expect(accounts.map(({ id }) => Number(id.slice(-2)))).toEqual([40, 39, 38, 41, 1, 2, 3, 4, 5, 6])
    expect(more).toBe(32)
  })

  it('is decided anew on every minute, however far the next thing is', () => {
    const world = new World()
    world.now = NOW + 10_500
    expect(world.decide().againInMs).toBe(49_500)
  })
})

describe('a broadcast that did not start at its time', () => {
  const asking = (id: number) => ({ id: BroadcastId.parse(id), due: null })

  it('is told once, also after a restart, and anew when it was missed again', () => {
    const world = new World()
    world.asking = [asking(1)]
    expect(world.tell()).toEqual(['not-started:1'])
    world.restart()
    expect(world.tell()).toEqual([])
    world.asking = []
    expect(world.decide().close).toEqual([])
    world.tell()
    world.asking = [asking(1)]
    expect(world.tell()).toEqual(['not-started:1'])
  })

  it('leads to itself, several to all of them, and is not told to who looks at the window', () => {
    const world = new World()
    world.asking = [asking(1)]
    const [one] = world.decide().show
    expect(one && targetOf(one)).toEqual({ kind: 'broadcasts', id: 1 })
    world.asking = [1, 2, 3, 4, 5].map(asking)
    const [several] = world.decide().show
    expect(several && targetOf(several)).toEqual({ kind: 'broadcasts', id: null })
    world.isFocused = true
    world.asking = [asking(9)]
    expect(world.tell()).toEqual([])
  })
})

describe('P18, P22: a request of a program', () => {
  const request = (n: number) => ({
    proposalId: ProposalId.parse(`30000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
    conversationId: conversationId(n),
    accountId: accountId(1),
    program: 'Helper',
  })
  const key = (n: number) => `request:${request(n).proposalId}`

  it('is told once, also after a restart, and taken away once it is decided', () => {
    const world = new World()
    world.put(aConversation(1))
    world.requests = [request(1)]
    expect(world.tell()).toEqual([key(1)])
    expect(world.tell()).toEqual([])
    world.requests = []
    expect(world.decide().close).toEqual([key(1)])
    world.requests = [request(1), request(2)]
    world.tell()
    world.restart()
    expect(world.tell()).toEqual([])
  })

  it('waits for the end of the quiet hours, as all that needs a person does', () => {
    const world = new World()
    world.settings.quietHours = { on: true, from: 15 * 60, to: 16 * 60 }
    world.requests = [request(1)]
    expect(world.tell()).toEqual([])
    world.pass(HOUR)
    expect(world.tell()).toEqual([key(1)])
  })

  it('leads to its card, several to the first, and is not told to who looks at the window', () => {
    const world = new World()
    world.requests = [request(1)]
    const [one] = world.decide().show
    expect(one && targetOf(one)).toEqual({ kind: 'request', id: request(1).proposalId })
    world.requests = [1, 2, 3, 4, 5].map(request)
    const [several] = world.decide().show
    expect(several && targetOf(several)).toEqual({ kind: 'request', id: 'first' })
    world.isFocused = true
    world.requests = [request(9)]
    expect(world.tell()).toEqual([])
  })
})
