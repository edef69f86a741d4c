import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { BOT, createTestInbox, inboundText, OTHER_USER, outboundText, START, USER } from './testing.ts'

describe('P1: a batch is stored as one', () => {
  it('commits messages, summary, context token and cursor together', () => {
    const inbox = createTestInbox()
    const taken = inbox.receive({
      messages: [
        inboundText({ id: '1', text: 'one', at: START, token: 'first' }),
        inboundText({ id: '2', text: 'two', at: START + 5, token: 'second' }),
      ],
      cursor: 'next',
    })
    expect(taken).toBe(true)
    expect(inbox.texts()).toEqual(['one', 'two'])
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('next')
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('second')
    expect(inbox.summary()).toMatchObject({
      unread: 2,
      activitySeq: inbox.shown().at(-1)?.id,
      lastInboundSeq: inbox.shown().at(-1)?.id,
      lastInboundAt: START + 5,
      last: {
        at: START + 5,
        direction: 'in',
        part: { kind: 'text', text: 'two' },
        sendState: null,
        isResolved: false,
      },
    })
  })

  it('leaves everything untouched when a message in the middle cannot be stored', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'before', token: 'old' })], cursor: 'old' })
    const summary = inbox.summary()
    const unstorable = { ...inboundText({ id: '3', text: 'broken' }), sentAtMs: 0.5 }
    const messages = [inboundText({ id: '2', text: 'good', token: 'new', from: OTHER_USER }), unstorable]
    expect(() => inbox.receive({ messages, cursor: 'new' })).toThrow()
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('old')
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('old')
    expect(inbox.summary()).toEqual(summary)
    expect(inbox.conversations.summaries()).toHaveLength(1)
    expect(inbox.events.told).toHaveLength(1)

    inbox.receive({ messages: messages.slice(0, 1), cursor: 'new' })
    expect(inbox.texts(OTHER_USER)).toEqual(['good'])
  })

  it('keeps the cursor when the answer brought none', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [], cursor: 'kept' })
    inbox.receive({ messages: [inboundText({ id: '1', text: 'hi' })], cursor: null })
    inbox.receive({ messages: [], cursor: null })
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('kept')
  })

  it('is durable: another connection sees the batch as soon as it is taken', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-ingest-'))
    const file = path.join(folder, 'a.db')
    const first = createTestInbox(file)
    first.receive({ messages: [inboundText({ id: '1', text: 'kept' })], cursor: 'c' })
    const second = createTestInbox(file)
    expect(second.texts(USER, first.accountId)).toEqual(['kept'])
    expect(second.accounts.get(first.accountId)?.cursor).toBe('c')
    first.database.close()
    second.database.close()
    rmSync(folder, { recursive: true })
  })

  it('tells what changed only after the commit, and nothing for an empty poll', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [], cursor: 'a' })
    expect(inbox.events.told).toEqual([])
    inbox.receive({ messages: [inboundText({ id: '1', text: 'x' })], cursor: 'b' })
    expect(inbox.events.told).toEqual([
      {
        kind: 'messages-received',
        accountId: inbox.accountId,
        conversationIds: [inbox.conversationWith()],
        messageIds: [inbox.shown()[0]?.id],
        echoedIds: [],
        unreadable: 0,
        lost: 0,
        hasMedia: false,
        accountChanged: false,
      },
    ])
  })
})

describe('P20: a long batch', () => {
  const many = (count: number, more: { at?: number } = {}) =>
    Array.from({ length: count }, (_, index) =>
      inboundText({ id: String(index + 1), text: String(index), ...more }),
    )

  it('is stored in portions, in order, with the cursor in the last', () => {
    const inbox = createTestInbox()
    const { accountId } = inbox
    const messages = many(250).toReversed()
    const at = START
    const intake = inbox.ingest.begin({
      accountId,
      binding: 1,
      messages,
      lost: 0,
      cursor: 'c',
      receivedAt: at,
    })
    const cursors: (string | undefined)[] = []
    let step = intake.next()
    while (step === 'more') {
      cursors.push(inbox.accounts.get(accountId)?.cursor)
      step = intake.next()
    }
    expect(cursors).toEqual(['', ''])
    expect(step).toEqual({ kind: 'stored', added: 250 })
    expect(inbox.accounts.get(accountId)?.cursor).toBe('c')
    expect(inbox.shown()).toHaveLength(250)
    expect(inbox.summary()).toMatchObject({ unread: 250 })
    expect(inbox.events.told).toHaveLength(3)
  })

  it('P2: holds equal messages without any key apart across its portions, and knows them when they come again', () => {
    const inbox = createTestInbox()
    const messages = Array.from({ length: 250 }, () => inboundText({ text: 'hi', at: START }))
    inbox.receive({ messages })
    expect(inbox.texts()).toHaveLength(250)
    inbox.receive({ messages })
    expect(inbox.texts()).toHaveLength(250)
  })

  it('P6: goes no further once the binding has been replaced', () => {
    const inbox = createTestInbox()
    const { accountId } = inbox
    const batch = { accountId, binding: 1, messages: many(250), lost: 0, cursor: 'c', receivedAt: START }
    const intake = inbox.ingest.begin(batch)
    expect(intake.next()).toBe('more')
    inbox.accounts.bind(accountId, { botId: BOT, baseUrl: 'https://x.test', ownerUserId: USER })
    expect(intake.next()).toEqual({ kind: 'superseded' })
    expect(inbox.accounts.get(accountId)?.cursor).toBe('')
    expect(inbox.shown()).toHaveLength(100)
  })

  it('lets others have their turn between its portions', async () => {
    const inbox = createTestInbox()
    const { accountId } = inbox
    let turns = 0
    const immediate = () => {
      turns += 1
      handle = setImmediate(immediate)
    }
    let handle = setImmediate(immediate)
    const batch = { accountId, binding: 1, messages: many(1_000), lost: 0, cursor: 'c', receivedAt: START }
    expect(await inbox.ingest.ingest(batch)).toEqual({ kind: 'stored', added: 1_000 })
    clearImmediate(handle)
    expect(turns).toBeGreaterThanOrEqual(9)
  })

  it('says how many of a batch are new', () => {
    const inbox = createTestInbox()
    const batch = { accountId: inbox.accountId, binding: 1, lost: 0, receivedAt: START }
    const [one, two] = many(2)
    if (one === undefined || two === undefined) throw new Error('no messages')
    inbox.receive({ messages: [one], cursor: 'a' })
    const again = inbox.ingest.begin({ ...batch, messages: [one], cursor: 'b' })
    expect(again.next()).toEqual({ kind: 'stored', added: 0 })
    const more = inbox.ingest.begin({ ...batch, messages: [one, two], cursor: 'c' })
    expect(more.next()).toEqual({ kind: 'stored', added: 1 })
  })
})

describe('P6: an old binding writes nothing', () => {
  it('refuses a batch of a binding that has been replaced', () => {
    const inbox = createTestInbox()
    const stale = { accountId: inbox.accountId, binding: 1, receivedAt: START }
    const record = inbox.accounts.get(inbox.accountId)
    inbox.accounts.bind(inbox.accountId, { botId: BOT, baseUrl: record?.baseUrl ?? '', ownerUserId: USER })
    const messages = [inboundText({ id: '1', text: 'late', token: 'stale' })]
    const intake = inbox.ingest.begin({ ...stale, messages, lost: 0, cursor: 'stale' })
    expect(intake.next()).toEqual({ kind: 'superseded' })
    expect(inbox.texts()).toEqual([])
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('')
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBeNull()
  })

  it('refuses a batch for an account that is signed out or gone', () => {
    const inbox = createTestInbox()
    inbox.accounts.setSignedOut(inbox.accountId)
    expect(inbox.receive({ messages: [inboundText({ id: '1', text: 'late' })], cursor: 'c' })).toBe(false)
    expect(inbox.texts()).toEqual([])
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('')
  })

  it('starts a new binding with an empty cursor, closed meters and no tokens, keeping history and draft', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'history', token: 't' })], cursor: 'c' })
    inbox.conversations.saveDraft(inbox.conversationWith(), 'half a sentence')
    inbox.accounts.bind(inbox.accountId, {
      botId: 'new@im.bot',
      baseUrl: 'https://x.test',
      ownerUserId: USER,
    })
    expect(inbox.accounts.get(inbox.accountId)).toMatchObject({ cursor: '', binding: 2, botId: 'new@im.bot' })
    expect(inbox.texts()).toEqual(['history'])
    expect(inbox.summary()).toMatchObject({ lastInboundAt: null, draft: 'half a sentence' })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBeNull()
  })
})

describe('P11: what cannot be read', () => {
  it('is set aside alone, counted and shown, and its batch goes through', () => {
    const inbox = createTestInbox()
    const nameless = decodeMessage(17)
    const broken = decodeMessage({
      message_id: '2',
      from_user_id: USER,
      message_type: 1,
      item_list: 'no list',
    })
    const messages = [
      inboundText({ id: '1', text: 'good' }),
      nameless,
      broken,
      inboundText({ id: '3', text: 'too' }),
    ]
    inbox.receive({ messages, cursor: 'c' })
    expect(inbox.shown().map(({ parts }) => parts[0]?.kind)).toEqual(['text', 'unreadable', 'text'])
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(2)
    const kept = inbox.database.sql('SELECT raw FROM unreadable_messages ORDER BY id').all()
    expect(kept.map((row) => JSON.parse(String(row['raw'])))).toMatchObject([17, { item_list: 'no list' }])
  })

  it('P20: what was not kept is counted and told, and moves the cursor', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [], lost: 199_900, cursor: 'c' })
    expect(inbox.accounts.get(inbox.accountId)).toMatchObject({ unreadableCount: 199_900, cursor: 'c' })
    expect(inbox.events.told).toMatchObject([{ kind: 'messages-received', unreadable: 0, lost: 199_900 }])
  })

  it.each([
    ['broke off', null],
    ['names the old cursor', 'old'],
  ])('P20: counts an answer that comes again once, where it %s', (_, cursor) => {
    const inbox = createTestInbox()
    const [real, junk] = [decodeMessage('evidence'), decodeMessage({ message_id: '7', from_user_id: '' })]
    inbox.receive({ messages: [real], cursor: 'old' })
    const told = () => inbox.events.told.map((event) => event.kind === 'messages-received' && event)
    for (let time = 0; time < 20; time += 1) inbox.receive({ messages: [junk, junk], lost: 5, cursor })
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(1 + 2 + 5)
    expect(told().filter((event) => event && event.unreadable + event.lost > 0)).toHaveLength(2)
    // all of it in the end: two more that came, three more that were not kept
    inbox.receive({ messages: [junk, junk, junk, real], lost: 8, cursor: 'new' })
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(8 + 2 + 3)
    const kept = inbox.database.sql('SELECT raw FROM unreadable_messages ORDER BY id').all()
    expect(kept.map(({ raw }) => raw)).toEqual(
      [real, junk, junk, junk, real].map((message) => message.kind === 'unreadable' && message.rawJson),
    )
    // another answer is another one, whatever it holds
    inbox.receive({ messages: [junk], lost: 8, cursor: 'newer' })
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(13 + 9)
  })

  it('keeps the newest thousand raw, whatever a server goes on sending', () => {
    const inbox = createTestInbox()
    for (let batch = 0; batch < 12; batch += 1) {
      const messages = Array.from({ length: 100 }, (_, index) => decodeMessage(batch * 100 + index))
      inbox.receive({ messages })
    }
    const kept = inbox.database.sql('SELECT raw FROM unreadable_messages ORDER BY id').all()
    expect(kept).toHaveLength(1_000)
    expect(kept[0]?.['raw']).toBe('200')
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(1_200)
  })

  it('counts a message with an id once, however often it comes', () => {
    const inbox = createTestInbox()
    const broken = decodeMessage({
      message_id: '2',
      from_user_id: USER,
      message_type: 1,
      item_list: 'no list',
    })
    inbox.receive({ messages: [broken, broken] })
    inbox.receive({ messages: [broken] })
    expect(inbox.accounts.get(inbox.accountId)?.unreadableCount).toBe(1)
    expect(inbox.shown()).toHaveLength(1)
  })
})

describe('meters', () => {
  it('never run from later than the receipt', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [inboundText({ id: '1', text: 'future', at: START + 9e9 })],
      receivedAt: START,
    })
    expect(inbox.summary()).toMatchObject({ lastInboundAt: START })
    expect(inbox.shown()[0]?.at).toBe(START)
  })

  it('run from the receipt when the message has no time', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'timeless' })], receivedAt: START + 7 })
    expect(inbox.summary().lastInboundAt).toBe(START + 7)
  })

  it('restart with every message the contact writes, and do not go back with an older one', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '2', text: 'newer', at: START + 10, token: 'new' })] })
    inbox.conversations.recordSend(inbox.conversationWith())
    inbox.conversations.recordRefusal(inbox.conversationWith())
    expect(inbox.summary()).toMatchObject({
      sentSinceInbound: 1,
      refusedSinceInbound: true,
      waitingOffered: false,
    })
    inbox.receive({ messages: [inboundText({ id: '1', text: 'older', at: START, token: 'old' })] })
    expect(inbox.summary()).toMatchObject({
      lastInboundAt: START + 10,
      sentSinceInbound: 0,
      refusedSinceInbound: false,
      waitingOffered: true,
    })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('new')
  })

  it('P7: take the newest token and time also after the clock was set back', () => {
    const inbox = createTestInbox()
    const dayLater = START + 86_400_000
    inbox.receive({
      messages: [inboundText({ id: '1', text: 'clock ahead', at: dayLater, token: 'old' })],
      receivedAt: dayLater,
    })
    inbox.receive({
      messages: [inboundText({ id: '2', text: 'clock right', at: START + 60_000, token: 'new' })],
      receivedAt: START,
    })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('new')
    expect(inbox.summary().lastInboundAt).toBe(START)
  })

  it('count what another program sent after the contact wrote', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [
        outboundText({ id: '1', text: 'before', at: START }),
        inboundText({ id: '2', text: 'question', at: START + 1 }),
        outboundText({ id: '3', text: 'answer', at: START + 2 }),
      ],
    })
    inbox.receive({ messages: [outboundText({ id: '4', text: 'more', at: START + 3 })] })
    expect(inbox.summary()).toMatchObject({ sentSinceInbound: 2, unread: 1, lastInboundAt: START + 1 })
    expect(inbox.shown().map(({ origin }) => origin)).toEqual([
      'elsewhere',
      'contact',
      'elsewhere',
      'elsewhere',
    ])
  })

  it('keep the token of a message that has one when a newer message has none', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'a', at: START, token: 'kept' })] })
    inbox.receive({ messages: [inboundText({ id: '2', text: 'b', at: START + 1 })] })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe('kept')
  })
})

describe('P19: order', () => {
  it('within a batch is that of the sequence, then of time', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [
        inboundText({ id: '1', text: 'seq 9', at: START, seq: 9 }),
        inboundText({ id: '2', text: 'seq 7, later', at: START + 2, seq: 7 }),
        inboundText({ id: '3', text: 'seq 7, sooner', at: START + 1, seq: 7 }),
        inboundText({ id: '4', text: 'seq 8', at: START + 9, seq: 8 }),
      ],
    })
    expect(inbox.texts()).toEqual(['seq 7, sooner', 'seq 7, later', 'seq 8', 'seq 9'])
  })

  it('within a batch of which not all have a sequence is that of time, and ties stay as they came', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [
        inboundText({ id: '1', text: 'without a time' }),
        inboundText({ id: '2', text: 'late', at: START + 9 }),
        inboundText({ id: '3', text: 'first of a tie', at: START, seq: 8 }),
        inboundText({ id: '4', text: 'second of a tie', at: START, seq: 7 }),
        inboundText({ id: '5', text: 'third of a tie', at: START }),
      ],
    })
    expect(inbox.texts()).toEqual([
      'first of a tie',
      'second of a tie',
      'third of a tie',
      'late',
      'without a time',
    ])
  })

  it('within a batch is right also where this clock is far behind', () => {
    const inbox = createTestInbox()
    inbox.receive({
      messages: [
        inboundText({ id: '1', text: 'second', at: START + 2 }),
        inboundText({ id: '2', text: 'first', at: START + 1 }),
      ],
      receivedAt: START - 259_200_000,
    })
    expect(inbox.texts()).toEqual(['first', 'second'])
  })

  it('of batches is that of their arrival, whatever their times and sequences', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'arrived first', at: START + 9, seq: 9 })] })
    inbox.receive({ messages: [inboundText({ id: '2', text: 'arrived second', at: START, seq: 1 })] })
    expect(inbox.texts()).toEqual(['arrived first', 'arrived second'])
  })

  it('of conversations is that of what arrived last', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ id: '1', text: 'a', at: START + 9 })] })
    inbox.receive({ messages: [inboundText({ id: '2', text: 'b', at: START, from: OTHER_USER })] })
    const other = inbox.summary(OTHER_USER)
    expect(other.activitySeq).toBeGreaterThan(inbox.summary().activitySeq)
    expect(other.lastInboundSeq).toBe(other.activitySeq)
  })
})

it('each account keeps its own messages and conversations', () => {
  const inbox = createTestInbox()
  const other = inbox.bindAccount('other@im.bot')
  const message = inboundText({ id: '1', client: 'c', seq: 1, text: 'same everywhere', at: START })
  inbox.receive({ messages: [message] })
  inbox.receive({ messages: [message] }, other)
  expect(inbox.texts()).toEqual(['same everywhere'])
  expect(inbox.texts(USER, other)).toEqual(['same everywhere'])
})
