import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { BOT, createTestInbox, inboundText, OTHER_USER, START, USER, type WireText } from './testing.ts'

const AT = START

/** What is stored after these batches, each given as its messages. */
function storedAfter(...batches: WireText[][]): string[] {
  const inbox = createTestInbox()
  for (const batch of batches) {
    inbox.receive({ messages: batch.map((message) => inboundText({ at: AT, ...message })) })
  }
  return inbox.texts()
}

describe('P2: a message appears once', () => {
  it.each<[string, WireText, WireText]>([
    [
      'the same message id, whatever else differs',
      { text: 'a', id: '1', client: 'c', seq: 1 },
      { text: 'b', id: '1' },
    ],
    [
      'an id where one without shares the client id',
      { text: 'a', client: 'c' },
      { text: 'b', id: '1', client: 'c' },
    ],
    ['an id where one without shares the seq', { text: 'a', seq: 5 }, { text: 'b', id: '1', seq: 5 }],
    [
      'no id where one with shares the client id',
      { text: 'a', id: '1', client: 'c' },
      { text: 'b', client: 'c' },
    ],
    ['no id where one with shares the seq', { text: 'a', id: '1', seq: 5 }, { text: 'b', seq: 5 }],
    [
      'no id where one without shares the client id',
      { text: 'a', client: 'c' },
      { text: 'b', client: 'c', seq: 9 },
    ],
    ['no key, the same content as one without a key', { text: 'a' }, { text: 'a' }],
    ['no key, the same content as one with an id', { text: 'a', id: '1', client: 'c' }, { text: 'a' }],
    ['no key, the same content under another token', { text: 'a', token: 't' }, { text: 'a', token: 'u' }],
  ])('is a copy: %s', (_rule, first, second) => {
    expect(storedAfter([first], [second])).toEqual(['a'])
  })

  it.each<[string, WireText, WireText]>([
    ['equal texts with different ids', { text: 'a', id: '1' }, { text: 'a', id: '2' }],
    [
      'different ids that share a client id',
      { text: 'a', id: '1', client: 'c' },
      { text: 'a', id: '2', client: 'c' },
    ],
    ['different ids that share a seq', { text: 'a', id: '1', seq: 5 }, { text: 'a', id: '2', seq: 5 }],
    ['an id after an equal one without any key', { text: 'a' }, { text: 'a', id: '1' }],
    ['no key at another time', { text: 'a' }, { text: 'a', at: AT + 1 }],
    ['no key and other words', { text: 'a' }, { text: 'b' }],
    ['a client id after an equal one without any key', { text: 'a' }, { text: 'a', client: 'c' }],
  ])('is another message: %s', (_rule, first, second) => {
    expect(storedAfter([first], [second])).toHaveLength(2)
  })

  it('does not mix up contacts with equal words at the same time', () => {
    const inbox = createTestInbox()
    const from = OTHER_USER
    inbox.receive({
      messages: [inboundText({ text: 'ok', at: AT }), inboundText({ text: 'ok', at: AT, from })],
    })
    expect(inbox.texts()).toEqual(['ok'])
    expect(inbox.texts(from)).toEqual(['ok'])
  })

  it('learns keys from copies, so that the next copy is known by any of them', () => {
    const first = { text: 'a', client: 'c' }
    const copy = { text: 'a', client: 'c', seq: 7 }
    expect(storedAfter([first], [copy], [{ text: 'a', seq: 7 }])).toEqual(['a'])
    expect(storedAfter([first], [copy], [{ text: 'a', id: '1', seq: 7 }], [{ text: 'a', id: '1' }])).toEqual([
      'a',
    ])
  })

  it('takes the message with the same id for the original, not one that shares another key', () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: [inboundText({ text: 'with id', id: '1', at: AT })] })
    inbox.receive({ messages: [inboundText({ text: 'without', client: 'c', at: AT + 1 })] })
    inbox.receive({ messages: [inboundText({ text: 'copy', id: '1', client: 'c', at: AT + 2 })] })
    expect(inbox.texts()).toEqual(['with id', 'without'])
    inbox.receive({ messages: [inboundText({ text: 'new', id: '2', client: 'c', at: AT + 3 })] })
    expect(inbox.texts()).toEqual(['with id', 'without'])
  })

  it('keeps identical keyless messages of one batch apart, also when the batch comes again', () => {
    const batch = [{ text: 'ok' }, { text: 'ok' }, { text: 'ok' }]
    expect(storedAfter(batch)).toHaveLength(3)
    expect(storedAfter(batch, batch)).toHaveLength(3)
    expect(storedAfter(batch, [{ text: 'ok' }])).toHaveLength(3)
    expect(storedAfter([{ text: 'ok' }], batch)).toHaveLength(3)
  })

  it('drops a copy inside the batch that brought the original', () => {
    const message = { text: 'a', id: '1', client: 'c', seq: 1 }
    expect(storedAfter([message, message, { text: 'a', client: 'c' }, { text: 'a', seq: 1 }])).toEqual(['a'])
  })

  it('finds the copies among a hundred, which one statement stores, and gives every other its place', () => {
    const inbox = createTestInbox()
    const text = (n: number) => inboundText({ id: String(n), text: `text ${n}`, at: START + n })
    inbox.receive({ messages: [10, 11, 40].map(text) })
    const { database } = inbox
    const sql = database.sql.bind(database)
    let inserts = 0
    database.sql = (statement) => {
      if (statement.startsWith('INSERT INTO messages')) inserts += 1
      return sql(statement)
    }
    // the last two repeat one of the same answer
    const numbers = [...Array.from({ length: 98 }, (_, n) => n + 1), 50, 98]
    inbox.receive({ messages: numbers.map(text) })
    database.sql = sql
    expect(inserts).toBe(1)
    const first = [10, 11, 40]
    const others = numbers.slice(0, 98).filter((n) => !first.includes(n))
    expect(inbox.texts()).toEqual([...first, ...others].map((n) => `text ${n}`))
    expect(inbox.summary()).toMatchObject({ unread: 98, lastInboundSeq: inbox.shown().at(-1)?.id })
    expect(inbox.events.told.at(-1)).toMatchObject({
      messageIds: inbox
        .shown()
        .slice(3)
        .map(({ id }) => id),
    })
  })

  it('counts a copy neither as unread nor against the meters', () => {
    const inbox = createTestInbox()
    const message = inboundText({ text: 'a', id: '1', at: AT })
    inbox.receive({ messages: [message] })
    inbox.conversations.recordSend(inbox.conversationWith())
    inbox.conversations.recordRefusal(inbox.conversationWith())
    const before = inbox.summary()
    inbox.receive({ messages: [message, message] })
    expect(inbox.summary()).toEqual(before)
    expect(inbox.events.told.at(-1)).toMatchObject({ conversationIds: [], messageIds: [] })
  })
})

describe('P2: an account whose messages all had ids', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => {
      const from = n % 3 === 0 ? OTHER_USER : undefined
      return { text: `${n}`, id: `${n + 1}`, client: `c-${n}`, seq: n + 1, at: AT + n, ...(from && { from }) }
    })
  const withoutId = ({ id: _, ...message }: ReturnType<typeof many>[number]) => inboundText(message)

  it('knows a copy of any of them without one; P20: others have their turn while it gets to know their keys', () => {
    const inbox = createTestInbox()
    const stored = many(450)
    inbox.receive({ messages: stored.map(inboundText) })
    const messages = stored.filter((_, n) => n % 50 === 0).map(withoutId)
    const batch = {
      accountId: inbox.accountId,
      binding: 1,
      messages,
      lost: 0,
      cursor: 'c',
      receivedAt: AT + 60_000,
    }
    const cutShort = inbox.ingest.begin(batch)
    expect(cutShort.next()).toBe('more')
    const intake = inbox.ingest.begin(batch)
    expect([intake.next(), intake.next()]).toEqual(['more', 'more'])
    expect(intake.next()).toEqual({ kind: 'stored', added: 0 })
    // once is enough, and what comes later is known by every key from the start
    inbox.receive({
      messages: [inboundText({ text: 'later', id: '901', client: 'c-901', seq: 901, at: AT + 901 })],
    })
    const later = [
      { text: 'later', client: 'c-901' },
      { text: 'later', seq: 901 },
      { text: 'later', at: AT + 901 },
    ]
    for (const copy of later) {
      const again = inbox.ingest.begin({ ...batch, messages: [inboundText(copy)] })
      expect(again.next()).toEqual({ kind: 'stored', added: 0 })
    }
  })

  it('stores what comes without an id, alone and behind the portions that it waits for', async () => {
    const inbox = createTestInbox()
    inbox.receive({ messages: many(450).map(inboundText) })
    const messages = [inboundText({ text: 'new', client: 'c-new', at: AT }), ...many(2).map(withoutId)]
    const batch = {
      accountId: inbox.accountId,
      binding: 1,
      messages,
      lost: 0,
      cursor: 'c',
      receivedAt: AT + 60_000,
    }
    expect(await inbox.ingest.ingest(batch)).toEqual({ kind: 'stored', added: 1 })
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('c')
  })

  it('tells pictures without any key apart by what is not shown of them', () => {
    const inbox = createTestInbox()
    const picture = (param: string, id?: string) =>
      decodeMessage({
        ...{ message_id: id, message_type: 1, from_user_id: USER, to_user_id: BOT, create_time_ms: AT },
        item_list: [{ type: 2, image_item: { media: { encrypt_query_param: param }, mid_size: 80 } }],
      })
    inbox.receive({ messages: [picture('one', '1')] })
    inbox.receive({ messages: [picture('one')] })
    expect(inbox.shown()).toHaveLength(1)
    inbox.receive({ messages: [picture('other')] })
    expect(inbox.shown()).toHaveLength(2)
  })

  it.each<[string, WireText, WireText, number]>([
    ['without a time', { text: 'a', id: '1', at: 0 }, { text: 'a', at: 0 }, 1],
    ['with a time to come', { text: 'a', id: '1', at: AT + 90_000 }, { text: 'a', at: AT + 95_000 }, 2],
    ['with a quote and one without', { text: 'a', id: '1', quotes: { svr_id: '5' } }, { text: 'a' }, 2],
    [
      'with the same quote',
      { text: 'a', id: '1', quotes: { svr_id: '5' } },
      { text: 'a', quotes: { svr_id: '5' } },
      1,
    ],
    [
      'from elsewhere in a group',
      { text: 'a', id: '1', group: 'g' },
      { text: 'a', group: 'g', from: OTHER_USER },
      2,
    ],
  ])('tells equal words apart: %s', (_what, first, second, count) => {
    const inbox = createTestInbox()
    for (const message of [first, second]) inbox.receive({ messages: [inboundText({ at: AT, ...message })] })
    const rows = inbox.database.sql('SELECT COUNT(*) AS count FROM messages').get()
    expect(rows?.['count']).toBe(count)
  })
})

/** The rule in its plainest form: every stored message with all keys it was ever seen with. */
class Oracle {
  readonly stored: {
    id: string | undefined
    client: string | undefined
    seq: number | undefined
    text: string
  }[] = []

  receive(batch: readonly WireText[]): void {
    const before = this.stored.map(({ text }) => text)
    // of copies in one batch the one with the smaller sequence arrives first (P19)
    const inOrder = batch.every(({ seq }) => seq !== undefined)
      ? batch.toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0))
      : batch
    for (const message of inOrder) {
      const { id, client, seq, text } = message
      const shares = (row: (typeof this.stored)[number]) =>
        (client !== undefined && row.client === client) || (seq !== undefined && row.seq === seq)
      const byClient = (row: (typeof this.stored)[number]) => client !== undefined && row.client === client
      if (id === undefined && client === undefined && seq === undefined) {
        const known = before.indexOf(text)
        if (known === -1) this.stored.push({ id, client, seq, text })
        else before.splice(known, 1)
        continue
      }
      const same = id === undefined ? undefined : this.stored.find((row) => row.id === id)
      const open = id === undefined ? this.stored : this.stored.filter((row) => row.id === undefined)
      const original = same ?? open.find(byClient) ?? open.find(shares)
      if (original === undefined) {
        this.stored.push({ id, client, seq, text })
        continue
      }
      original.id ??= id
      original.client ??= client
      original.seq ??= seq
    }
  }
}

const key = { id: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }) }
const arbitraryMessage = fc
  .record({
    ...key,
    client: fc.option(fc.constantFrom('c', 'd', 'e'), { nil: undefined }),
    seq: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
    text: fc.constantFrom('a', 'b'),
  })
  // A keyless message repeats others by content; those with keys say so in their text.
  .map(({ id, client, seq, text }): WireText => {
    const isKeyless = id === undefined && client === undefined && seq === undefined
    const message: WireText = { text: isKeyless ? text : `${text} ${id} ${client} ${seq}` }
    if (id !== undefined) message.id = id
    if (client !== undefined) message.client = client
    if (seq !== undefined) message.seq = seq
    return message
  })

/** Four hundred databases take a while where the machine is busy. */
const PATIENCE_MS = 60_000

describe('P2: in any order of delivery', { timeout: PATIENCE_MS }, () => {
  it('stores what the plain rule stores', () => {
    fc.assert(
      fc.property(fc.array(fc.array(arbitraryMessage, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
        const oracle = new Oracle()
        for (const batch of batches) oracle.receive(batch)
        const expected = oracle.stored.map(({ text }) => text).toSorted()
        expect(storedAfter(...batches).toSorted()).toEqual(expected)
      }),
      { numRuns: 400 },
    )
  })

  it('redelivering everything, in whatever batches, stores nothing more', () => {
    const messages = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 99 }).map(String), text: fc.constantFrom('a', 'b', 'c') }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(messages, fc.array(fc.nat({ max: 19 }), { maxLength: 60 }), (originals, repeats) => {
        const again = repeats
          .map((index) => originals[index % originals.length])
          .filter((m) => m !== undefined)
        expect(storedAfter(originals, again, again)).toHaveLength(originals.length)
      }),
      { numRuns: 100 },
    )
  })
})
