import { describe, expect, it } from 'vitest'
import { accepted, createTestOutbox, LOST, REFUSED } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import { conversationState, needsReply } from '#shared/model/conversation-state.ts'
import { BroadcastId } from '#shared/model/ids.ts'
import type { MarkAction } from '#shared/model/marks.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { Marking } from './marking.ts'
import { inboundText, OTHER_USER, outboundText, USER } from './testing.ts'

function createDesk() {
  const app = createTestOutbox()
  const { stores, events, clock } = app
  const marking = new Marking({ stores, events, snoozesChanged: () => {} })
  const later = wallTimeAt(clock.now() + WINDOW_MS)
  const state = (user?: string) => conversationState(app.summary(user), clock.now())
  /** Marks conversations as they are seen now. */
  function mark(action: MarkAction, ...users: string[]) {
    const seen = (users.length === 0 ? [USER] : users).map((user) => app.summary(user))
    return marking.mark(
      seen.map(({ id, activitySeq }) => ({ id, seen: activitySeq })),
      action,
    )
  }
  return { ...app, marking, later, state, mark }
}

describe('what answers', () => {
  it('accepted here, and from elsewhere', async () => {
    const app = createDesk()
    expect(app.state()).toBe('quiet')
    app.write()
    expect(app.state()).toBe('needs-reply')
    await app.send('yes')
    expect(app.state()).toBe('needs-reply')
    await app.session.last.answer(accepted('9001'))
    expect(app.state()).toBe('answered')
    app.write()
    expect(app.state()).toBe('needs-reply')
    app.receive({ messages: [outboundText({ text: 'from the phone', id: '7' })] })
    expect(app.state()).toBe('answered')
  })

  it('not what is refused, unconfirmed or cancelled; what is marked as sent does', async () => {
    const app = createDesk()
    app.write()
    const lost = await app.sendOne('lost')
    await app.session.last.answer(LOST)
    expect(app.state()).toBe('needs-reply')
    app.outbox.markAsSent(lost)
    expect(app.state()).toBe('answered')
    app.write()
    await app.clock.advance(5_000)
    await app.send('refused')
    await app.session.last.answer(REFUSED)
    expect(app.state()).toBe('needs-reply')
  })

  it('a copy that proves an unconfirmed one answers', async () => {
    const app = createDesk()
    app.write()
    const id = await app.sendOne('lost')
    await app.session.last.answer(LOST)
    const client = app.session.last.message.clientId
    app.receive({ messages: [outboundText({ text: 'lost', id: '70', client })] })
    expect(app.message(id)?.state).toBe('accepted')
    expect(app.state()).toBe('answered')
  })

  it('not what left before the contact wrote, however late it is accepted', async () => {
    const app = createDesk()
    app.write()
    await app.send('yes')
    app.write()
    await app.session.last.answer(accepted('9001'))
    expect(app.state()).toBe('needs-reply')
  })

  it('what waited and was sent after the contact wrote', async () => {
    const app = createDesk()
    app.write()
    await app.send('refused')
    const waiting = await app.sendOne('waits')
    await app.session.last.answer(REFUSED)
    app.write()
    expect(app.state()).toBe('needs-reply')
    await app.clock.advance(5_000)
    app.outbox.sendWaiting(app.conversationWith())
    await settle()
    await app.session.last.answer(accepted('9002'))
    expect(app.message(waiting)?.state).toBe('accepted')
    expect(app.state()).toBe('answered')
  })

  it('no part of a broadcast', async () => {
    const app = createDesk()
    app.write()
    const to = { conversationId: app.conversationWith(), broadcastId: BroadcastId.parse(1) }
    app.outbox.enqueueBroadcast(to, [{ kind: 'text', text: 'sale', piece: null, replaces: null }], () => {})
    const id = app.shown().at(-1)?.id
    if (id === undefined) throw new Error('nothing was queued')
    app.writer.setState(id, 'accepted')
    expect(app.state()).toBe('needs-reply')
  })

  it('P19: order is that of arrival, whatever the clocks say', () => {
    const app = createDesk()
    app.write()
    app.receive({ messages: [outboundText({ text: 'old', id: '7', at: app.clock.now() - WINDOW_MS })] })
    expect(app.state()).toBe('answered')
    app.clock.set(-WINDOW_MS)
    app.write()
    expect(app.state()).toBe('needs-reply')
  })

  it('a group needs none', () => {
    const app = createDesk()
    app.receive({ messages: [inboundText({ text: 'all', id: '5', group: 'g' })] })
    expect(app.state('group:g')).toBe('quiet')
    expect(needsReply(app.summary('group:g'))).toBe(false)
  })

  it('what has expired stays until it is done', async () => {
    const app = createDesk()
    app.write()
    await app.clock.advance(WINDOW_MS)
    expect(app.state()).toBe('expired')
    expect(needsReply(app.summary())).toBe(true)
    app.mark({ kind: 'done' })
    expect(app.state()).toBe('done')
    expect(needsReply(app.summary())).toBe(false)
  })

  it('a new sign-in of the account does not answer', () => {
    const app = createDesk()
    app.write()
    app.accounts.bind(app.accountId, {
      ...{ botId: 'another@im.bot', baseUrl: 'https://ilinkai.weixin.qq.com', ownerUserId: null },
    })
    expect(app.summary().lastInboundAt).toBeNull()
    expect(app.state()).toBe('needs-reply')
  })
})

describe('done and snoozed', () => {
  it('end with the next message of the contact, not with ours', async () => {
    const app = createDesk()
    for (const action of [{ kind: 'done' }, { kind: 'snooze', until: app.later }] as const) {
      app.write()
      app.mark(action)
      const marked = action.kind === 'done' ? 'done' : 'snoozed'
      expect(app.state()).toBe(marked)
      await app.send('by the way')
      await app.session.last.answer(accepted(`of ${marked}`))
      app.receive({ messages: [outboundText({ text: 'and', id: `1${marked.length}` })] })
      expect(app.state()).toBe(marked)
      app.write()
      expect(app.state()).toBe('needs-reply')
      expect(app.summary().triage).toBeNull()
      await app.clock.advance(5_000)
    }
  })

  it('a group that is done comes back too', () => {
    const app = createDesk()
    app.receive({ messages: [inboundText({ text: 'all', id: '5', group: 'g' })] })
    app.mark({ kind: 'done' }, 'group:g')
    expect(app.state('group:g')).toBe('done')
    app.receive({ messages: [inboundText({ text: 'more', id: '6', group: 'g' })] })
    expect(app.state('group:g')).toBe('quiet')
  })

  it('a message that nobody has seen yet is not finished with the others', () => {
    const app = createDesk()
    app.write()
    const seen = app.summary()
    app.write()
    const marked = app.marking.mark([{ id: seen.id, seen: seen.activitySeq }], { kind: 'done' })
    expect(marked).toEqual([])
    expect(app.state()).toBe('needs-reply')
  })

  it('survive a restart', () => {
    const app = createDesk()
    app.write()
    app.write({ from: OTHER_USER })
    app.mark({ kind: 'done' })
    app.mark({ kind: 'snooze', until: app.later }, OTHER_USER)
    app.mark({ kind: 'pinned', value: true })
    app.mark({ kind: 'muted', value: true })
    app.mark({ kind: 'unread', value: true })
    const again = createTestOutbox(app.database)
    expect(again.summary()).toEqual(app.summary())
    expect(again.summary()).toMatchObject({ isPinned: true, isMuted: true, isMarkedUnread: true })
    expect(again.summary(OTHER_USER).triage).toEqual({ kind: 'snoozed', until: app.later })
  })
})

describe('many at once, and back', () => {
  it('takes back exactly what was there before', () => {
    const app = createDesk()
    app.write()
    app.write({ from: OTHER_USER })
    app.mark({ kind: 'snooze', until: app.later }, OTHER_USER)
    const before = [app.summary(), app.summary(OTHER_USER)]
    const changes = app.mark({ kind: 'done' }, USER, OTHER_USER)
    expect([app.state(), app.state(OTHER_USER)]).toEqual(['done', 'done'])
    const undone = app.marking.undo(changes)
    expect([app.summary(), app.summary(OTHER_USER)]).toEqual(before)
    app.marking.undo(undone)
    expect([app.state(), app.state(OTHER_USER)]).toEqual(['done', 'done'])
  })

  it('what is so already is not among what changed', () => {
    const app = createDesk()
    app.write()
    expect(app.mark({ kind: 'pinned', value: true })).toHaveLength(1)
    expect(app.mark({ kind: 'pinned', value: true })).toEqual([])
    expect(app.mark({ kind: 'reopen' })).toEqual([])
    expect(app.marking.mark([], { kind: 'done' })).toEqual([])
  })

  it('something newer stays: a message, another mark', () => {
    const app = createDesk()
    app.write()
    const done = app.mark({ kind: 'done' })
    app.write()
    expect(app.marking.undo(done)).toEqual([])
    const snoozed = app.mark({ kind: 'snooze', until: app.later })
    app.mark({ kind: 'done' })
    expect(app.marking.undo(snoozed)).toEqual([])
    expect(app.state()).toBe('done')
    const reopened = app.mark({ kind: 'reopen' })
    app.write()
    expect(app.marking.undo(reopened)).toEqual([])
    expect(app.state()).toBe('needs-reply')
  })

  it('a mark of another kind is taken back although the contact wrote', () => {
    const app = createDesk()
    app.write()
    const pinned = app.mark({ kind: 'pinned', value: true })
    app.write()
    app.marking.undo(pinned)
    expect(app.summary().isPinned).toBe(false)
  })

  it('reading ends what was marked unread, also where nothing is', () => {
    const app = createDesk()
    app.write()
    const { id, activitySeq } = app.summary()
    const [newest] = app.shown()
    if (newest === undefined) throw new Error('nothing is shown')
    app.conversations.markRead(id, newest.id)
    app.marking.mark([{ id, seen: activitySeq }], { kind: 'unread', value: true })
    expect(app.summary()).toMatchObject({ unread: 0, isMarkedUnread: true })
    app.conversations.markRead(id, newest.id)
    expect(app.summary().isMarkedUnread).toBe(false)
  })

  it('windows are told once', () => {
    const app = createDesk()
    app.write()
    const before = app.events.of('conversations-changed').length
    app.mark({ kind: 'done' })
    expect(app.events.of('conversations-changed').slice(before)).toEqual([
      { kind: 'conversations-changed', conversationIds: [app.conversationWith()] },
    ])
  })
})
