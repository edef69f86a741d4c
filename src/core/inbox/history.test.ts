import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { ConversationId, MessageId } from '#shared/model/ids.ts'
import { compareMessages, type Message } from '#shared/model/message.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { readAround, readPage } from './pages.ts'
import {
  createTestInbox,
  inboundText,
  OTHER_USER,
  outboundText,
  START,
  type TestInbox,
  textOf,
} from './testing.ts'

/** `count` messages, ten of each time and two of each seq within it. */
function inboxWith(count: number): TestInbox {
  const inbox = createTestInbox()
  const messages = Array.from({ length: count }, (_, n) =>
    inboundText({
      id: String(n + 1),
      seq: 1 + (Math.floor(n / 2) % 5),
      text: String(n),
      at: START + Math.floor(n / 10),
    }),
  )
  inbox.receive({ messages: messages.toReversed() })
  return inbox
}

function page(inbox: TestInbox, request: Partial<Parameters<typeof readPage>[1]> = {}) {
  return readPage(
    { ...inbox.stores, views: inbox.views },
    { conversationId: inbox.conversationWith(), limit: 7, ...request },
  )
}

function around(inbox: TestInbox, messageId: MessageId) {
  const parts = { ...inbox.stores, views: inbox.views }
  return readAround(parts, { conversationId: inbox.conversationWith(), messageId, limit: 7 })
}

it('shows a broken text repaired, in the history and in the list, and keeps it as it came', () => {
  const inbox = createTestInbox()
  inbox.receive({ messages: [inboundText({ id: '1', text: 'half \ud83d emoji\u000bnext\u0000' })] })
  expect(page(inbox).messages.map(({ parts }) => textOf(parts[0]))).toEqual(['half  emoji\nnext'])
  expect(inbox.summary().last?.part).toEqual({ kind: 'text', text: 'half  emoji\nnext' })
  expect(inbox.stores.messages.get(MessageId.parse(1))?.parts).toEqual([
    { kind: 'text', text: 'half \ud83d emoji\u000bnext\u0000' },
  ])
})

describe('pages of history', () => {
  it('walk the whole conversation upward and downward, each message once and in order', () => {
    const inbox = inboxWith(100)
    const all = inbox.shown()
    expect(all.toSorted(compareMessages)).toEqual(all)

    const upward: Message[] = []
    let older = page(inbox)
    for (;;) {
      upward.unshift(...older.messages)
      const [first] = older.messages
      if (!older.hasOlder || first === undefined) break
      older = page(inbox, { before: first.id })
      expect(older.hasNewer).toBe(true)
    }
    expect(upward).toEqual(all)

    const [start] = all
    if (start === undefined) throw new Error('empty')
    const downward = [start]
    let newer = page(inbox, { after: start.id })
    for (;;) {
      expect(newer.hasOlder).toBe(true)
      downward.push(...newer.messages)
      const last = newer.messages.at(-1)
      if (!newer.hasNewer || last === undefined) break
      newer = page(inbox, { after: last.id })
    }
    expect(downward).toEqual(all)
  })

  it('say truly what stands beyond them', () => {
    const inbox = inboxWith(7)
    const [first] = inbox.shown()
    const last = inbox.shown().at(-1)
    if (first === undefined || last === undefined) throw new Error('empty')
    expect(page(inbox)).toMatchObject({ hasOlder: false, hasNewer: false })
    expect(page(inbox, { before: first.id })).toEqual({
      messages: [],
      hasOlder: false,
      hasNewer: true,
    })
    expect(page(inbox, { after: last.id })).toEqual({ messages: [], hasOlder: true, hasNewer: false })
    expect(page(inbox, { limit: 6 })).toMatchObject({ hasOlder: true, hasNewer: false })
  })

  it('around a message show it in the middle, however far back it is', () => {
    const inbox = inboxWith(100)
    const all = inbox.shown()
    for (const index of [0, 3, 50, 96, 99]) {
      const messageId = all[index]?.id
      if (messageId === undefined) throw new Error('empty')
      const found = around(inbox, messageId)
      expect(found?.messages).toEqual(all.slice(Math.max(0, index - 7), index + 8))
      expect([found?.hasOlder, found?.hasNewer]).toEqual([index > 7, index < 92])
    }
  })

  it('around a message of another conversation, or of none, are not there', () => {
    const inbox = inboxWith(3)
    inbox.receive({ messages: [inboundText({ id: '9', text: 'elsewhere', from: OTHER_USER })] })
    const [elsewhere] = inbox.shown(OTHER_USER)
    if (elsewhere === undefined) throw new Error('empty')
    expect(around(inbox, elsewhere.id)).toBeNull()
    expect(around(inbox, MessageId.parse(9999))).toBeNull()
  })

  it('of an empty conversation are empty, of an unknown one an error', () => {
    const inbox = createTestInbox()
    expect(page(inbox)).toEqual({ messages: [], hasOlder: false, hasNewer: false })
    expect(() => page(inbox, { conversationId: ConversationId.parse(999) })).toThrow(
      new AppError('not-found'),
    )
  })

  it('a date leads to the first message to arrive that shows it or a later one', () => {
    const inbox = inboxWith(100)
    const id = inbox.conversationWith()
    const at = (time: number) => inbox.messages.firstFrom(id, time)
    const firstOf = (time: number) => inbox.shown().find((message) => message.at >= time)?.id
    expect(at(0)).toBe(inbox.shown()[0]?.id)
    expect(at(START + 3)).toBe(firstOf(START + 3))
    expect(at(START + 3.5)).toBe(firstOf(START + 4))
    expect(at(START + 10)).toBeNull()
  })
})

describe('quotes from our own store', () => {
  function quoteOf(inbox: TestInbox, quotes: Record<string, unknown>, from?: string) {
    const at = START + 1000
    inbox.receive({
      messages: [inboundText({ id: '99', text: 'quoting', at, quotes, ...(from && { from }) })],
    })
    return inbox.shown(from).at(-1)?.quote
  }

  it('find what we sent as well as what the contact wrote', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [outboundText({ id: '7', text: 'ours', at: START })] })
    expect(quoteOf(inbox, { svr_id: '7' })).toMatchObject({
      found: true,
      direction: 'out',
      part: { text: 'ours' },
    })
  })

  it('stay within their conversation and account', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '7', text: 'private', at: START })] })
    expect(quoteOf(inbox, { svr_id: '7' }, OTHER_USER)).toMatchObject({ found: false, part: null })
  })

  it.each(vectors.partial_quotes)(
    'show the quoted part: $id',
    ({ full_text, partial_text, expect: selected }) => {
      const inbox = createTestInbox()
      inbox.receive({ messages: [inboundText({ id: '7', text: full_text, at: START })] })
      expect(quoteOf(inbox, { svr_id: '7', partial_text })).toMatchObject({
        found: true,
        part: { kind: 'text', text: full_text },
        selected,
      })
    },
  )

  it('of a text of 5 MB show its beginning', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '7', text: '\u{1f44d}'.repeat(1_250_000), at: START })] })
    const text = textOf(quoteOf(inbox, { svr_id: '7' })?.part)
    expect(text).toHaveLength(2000)
    expect(text.isWellFormed()).toBe(true)
  })
})

describe('summaries', () => {
  it('hold the beginning of a text of 5 MB, which itself is kept whole', () => {
    const inbox = createTestInbox()
    const text = `x${'\u{1f44d}'.repeat(1_250_000)}`
    inbox.receive({ messages: [inboundText({ id: '1', text })] })
    const preview = textOf(inbox.summary().last?.part)
    expect(preview).toHaveLength(159)
    expect(preview.isWellFormed()).toBe(true)
    expect(inbox.texts()).toEqual([text])
  })

  it('P19: show the newest message by arrival, not by time', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'newest', at: START + 5 })] })
    inbox.receive({ messages: [inboundText({ id: '2', text: 'late arrival', at: START })] })
    expect(inbox.summary()).toMatchObject({
      activitySeq: inbox.shown().at(-1)?.id,
      last: { at: START, part: { text: 'late arrival' } },
      unread: 2,
    })
  })

  it('exist for the owner from sign-in on, before anything was written', () => {
    const inbox = createTestInbox()
    const account = inbox.bindAccount('b@im.bot', 'owner@im.wechat')
    expect(inbox.conversations.summaries()).toMatchObject([
      {
        accountId: account,
        contactUserId: 'owner@im.wechat',
        last: null,
        unread: 0,
        lastInboundAt: null,
        draft: '',
      },
    ])
  })

  it('carry the alias that a contact has in all accounts', () => {
    const inbox = createTestInbox()
    const other = inbox.bindAccount('b@im.bot')
    const [here, there] = [inbox.conversationWith(), inbox.conversationWith(undefined, other)]
    inbox.conversations.setContactAlias(inbox.summary().contactUserId, '王')
    expect(inbox.conversations.summaries().map(({ contactAlias }) => contactAlias)).toEqual(['王', '王'])
    expect(inbox.conversations.idsOfContact(inbox.summary().contactUserId).toSorted()).toEqual([here, there])
    inbox.conversations.setContactAlias(inbox.summary().contactUserId, null)
    expect(inbox.summary().contactAlias).toBeNull()
  })
})

describe('reading', () => {
  function readUpTo(inbox: TestInbox, id: MessageId | undefined): number {
    if (id === undefined) throw new Error('no such message')
    inbox.conversations.markRead(inbox.conversationWith(), id)
    return inbox.summary().unread
  }

  it('counts what arrived after the message read last, and never goes back', () => {
    const inbox = createTestInbox()
    const texts = ['1', '2', '3'].map((n) => inboundText({ id: n, text: n, at: START + Number(n) }))
    inbox.receive({ messages: texts })
    const ids = inbox.shown().map(({ id }) => id)
    expect(readUpTo(inbox, ids[1])).toBe(1)
    expect(readUpTo(inbox, ids[0])).toBe(1)
    expect(readUpTo(inbox, ids[2])).toBe(0)
    inbox.receive({ messages: [inboundText({ id: '4', text: 'older than all', at: START })] })
    expect(inbox.summary().unread).toBe(1)
    expect(readUpTo(inbox, ids[2])).toBe(1)
    expect(readUpTo(inbox, inbox.shown().at(-1)?.id)).toBe(0)
  })

  it('does not count what other programs sent', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [inboundText({ id: '1', text: 'in' }), outboundText({ id: '2', text: 'out' })],
    })
    expect(inbox.summary().unread).toBe(1)
    expect(readUpTo(inbox, inbox.shown()[0]?.id)).toBe(0)
  })

  it('concerns one conversation', () => {
    const inbox = createTestInbox()
    const from = OTHER_USER
    inbox.receive({
      messages: [inboundText({ id: '1', text: 'a' }), inboundText({ id: '2', text: 'b', from })],
    })
    readUpTo(inbox, inbox.shown()[0]?.id)
    expect(inbox.summary(OTHER_USER).unread).toBe(1)
  })
})

it('P14: a draft is kept to the character', () => {
  const inbox = createTestInbox()
  const draft = ' 你好\r\n\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \t'
  inbox.conversations.saveDraft(inbox.conversationWith(), draft)
  inbox.receive({ messages: [inboundText({ id: '1', text: 'meanwhile' })] })
  expect(inbox.summary().draft).toBe(draft)
})

it('finds the first of the last messages of the contact, past our own', () => {
  const inbox = inboxWith(3)
  inbox.receive({ messages: [outboundText({ id: '50', text: 'ours' })] })
  inbox.receive({ messages: [inboundText({ id: '51', text: 'theirs' })] })
  const first = (count: number, upTo: number) =>
    inbox.stores.messages.firstOfLast(inbox.conversationWith(), count, upTo)
  expect([1, 2, 4, 5].map((count) => first(count, 5))).toEqual([5, 3, 1, null])
  // what came since it was counted
  expect([1, 3].map((count) => first(count, 4))).toEqual([3, 1])
})
