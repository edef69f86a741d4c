import { describe, expect, it } from 'vitest'
import { createTestOutbox } from '#core/outbox/testing.ts'
import { groupContactId } from '#shared/model/group.ts'
import { createTestInbox, inboundText, outboundText, START, USER } from './testing.ts'

const RECEIVED = START + 60_000

describe('P19: a time that is none counts as the receipt', () => {
  it.each([
    ['in seconds', Math.floor(START / 1000)],
    ['in minutes', Math.floor(START / 60_000)],
    ['of 2010', Date.UTC(2010, 11, 31)],
    ['in microseconds', START * 1000],
    ['a test value', 9],
  ])('%s', (_, at) => {
    const inbox = createTestInbox()
    const before = inboundText({ id: '1', text: 'before', at: START, token: 'old' })
    inbox.receive({ messages: [before], receivedAt: START + 1 })
    const token = 'new'
    inbox.receive({ messages: [inboundText({ id: '2', text: 'odd', at, token })], receivedAt: RECEIVED })
    expect(inbox.texts()).toEqual(['before', 'odd'])
    expect(inbox.shown().at(-1)?.at).toBe(RECEIVED)
    expect(inbox.summary()).toMatchObject({ lastInboundAt: RECEIVED, last: { at: RECEIVED } })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('new')
  })

  it('keeps the first time that WeChat can have written', () => {
    const inbox = createTestInbox()
    const at = Date.UTC(2011, 0, 21)
    inbox.receive({ messages: [inboundText({ id: '1', text: 'old', at })] })
    expect(inbox.shown()[0]?.at).toBe(at)
  })

  it('tells keyless messages apart by a time in seconds, and knows a copy', () => {
    const inbox = createTestInbox()
    const seconds = Math.floor(START / 1000)
    const one = inboundText({ text: 'hi', at: seconds })
    const other = inboundText({ text: 'hi', at: seconds + 1 })
    inbox.receive({ messages: [one] })
    inbox.receive({ messages: [one], receivedAt: RECEIVED + 5_000 })
    inbox.receive({ messages: [other], receivedAt: RECEIVED + 9_000 })
    expect(inbox.texts()).toEqual(['hi', 'hi'])
  })
})

describe('a message of a group', () => {
  const GROUP = groupContactId('12345@chatroom')

  it('is kept apart from its sender, and restarts no meter of theirs', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'private', at: START, token: 'mine' })] })
    const said = { id: '2', text: 'to all', at: START + 5, token: 'of the group', group: '12345@chatroom' }
    inbox.receive({ messages: [inboundText(said)] })
    expect(inbox.texts()).toEqual(['private'])
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('mine')
    expect(inbox.summary().lastInboundAt).toBe(START)
    expect(inbox.texts(GROUP)).toEqual(['to all'])
    expect(inbox.summary(GROUP)).toMatchObject({ unread: 1, lastInboundAt: null, lastInboundSeq: null })
    expect(inbox.conversations.target(inbox.conversationWith(GROUP))?.contextToken).toBeNull()
  })

  it('whose id is that of a person is no message of theirs either', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'to all', group: USER })] })
    expect(inbox.texts()).toEqual([])
    expect(inbox.texts(groupContactId(USER))).toEqual(['to all'])
  })

  it('that another program sent there stands there too', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [outboundText({ id: '1', text: 'from the bot', group: '12345@chatroom' })] })
    expect(inbox.texts()).toEqual([])
    expect(inbox.shown(GROUP)[0]?.direction).toBe('out')
  })

  it('names who wrote it, in the log and in the list, by alias where there is one', () => {
    const inbox = createTestInbox()
    const said = (id: string, from: string) =>
      inbox.receive({ messages: [inboundText({ id, text: `by ${from}`, from, group: '12345@chatroom' })] })
    said('1', 'wx_Anna@im.wechat')
    said('2', 'wx_Bo@im.wechat')
    inbox.conversations.setContactAlias('wx_Bo@im.wechat', '小波')
    expect(inbox.shown(GROUP).map(({ sender }) => sender)).toEqual([
      { userId: 'wx_Anna@im.wechat', alias: null },
      { userId: 'wx_Bo@im.wechat', alias: '小波' },
    ])
    expect(inbox.summary(GROUP).last?.sender).toEqual({ userId: 'wx_Bo@im.wechat', alias: '小波' })
  })

  it('is the only kind that names its sender: elsewhere the conversation does', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'private' })] })
    expect([inbox.shown()[0]?.sender, inbox.summary().last?.sender]).toEqual([null, null])
  })

  it.each(['', '  '])('needs a group id: %j is none', (group) => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'private', group })] })
    expect(inbox.texts()).toEqual(['private'])
  })

  it('is never answered, not even by force, and nobody is offered it', async () => {
    const app = createTestOutbox()
    app.write({ group: '12345@chatroom' })
    const to = app.conversationWith(GROUP)
    await expect(app.send('hello all', { to, force: true })).rejects.toMatchObject({
      code: 'group-not-answerable',
    })
    expect(app.session.sends).toHaveLength(0)
    expect(app.stores.routes.list()).toEqual([])
  })
})
