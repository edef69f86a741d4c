import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { AppError, type AppErrorCode } from '#shared/errors.ts'
import { ConversationId, MessageId } from '#shared/model/ids.ts'
import { accepted, createTestOutbox, LOST, REFUSED, type TestOutbox } from './testing.ts'

function codeOf(work: () => unknown): AppErrorCode | 'done' {
  try {
    work()
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** One message refused and two waiting behind it. */
async function withWaiting() {
  const app = createTestOutbox()
  app.write()
  const refused = await app.sendOne('refused')
  const behind = await app.sendOne('behind')
  await app.session.last.answer(REFUSED)
  const later = await app.sendOne('later')
  return { app, refused, behind, later }
}

/** A message in each state it can be in. */
const IN_STATE: Record<string, (app: TestOutbox) => Promise<MessageId>> = {
  held: (app) => {
    app.undo.seconds = 5
    return app.sendOne('text')
  },
  queued: async (app) => {
    app.session.block(app.accountId)
    return app.sendOne('text')
  },
  sending: (app) => app.sendOne('text'),
  accepted: async (app) => {
    const id = await app.sendOne('text')
    await app.session.last.answer(accepted('900'))
    return id
  },
  unconfirmed: async (app) => {
    const id = await app.sendOne('text')
    await app.session.last.answer(LOST)
    return id
  },
  refused: async (app) => {
    const id = await app.sendOne('text')
    await app.session.last.answer(REFUSED)
    app.write()
    return id
  },
  cancelled: async (app) => {
    app.session.block(app.accountId)
    const id = await app.sendOne('text')
    app.outbox.cancel(id)
    return id
  },
  'waiting-for-contact': async (app) => {
    await app.send('refused')
    await app.session.last.answer(REFUSED)
    return app.sendOne('text')
  },
}

describe('queuing a text', () => {
  it('clears the draft and queues in one step', async () => {
    const app = createTestOutbox()
    app.write()
    app.conversations.saveDraft(app.conversationWith(), 'hello there')
    const id = await app.sendOne('hello there')
    expect(app.summary()).toMatchObject({ draft: '', last: { direction: 'out', sendState: 'sending' } })
    expect(app.shown().at(-1)).toMatchObject({
      id,
      origin: 'here',
      parts: [{ kind: 'text', text: 'hello there' }],
    })
  })

  it('does nothing twice for the same request', async () => {
    const app = createTestOutbox()
    app.write()
    const request = '20000000-0000-4000-8000-000000000001'
    const first = await app.send('x'.repeat(4000), { request })
    expect(first).toHaveLength(3)
    app.conversations.saveDraft(app.conversationWith(), 'typed since')
    expect(await app.send('x'.repeat(4000), { request })).toEqual(first)
    expect(app.states()).toHaveLength(3)
    expect(app.summary().draft).toBe('typed since')
  })

  it('splits a long text into pieces that are sent in order and can be told apart', async () => {
    const app = createTestOutbox()
    app.write()
    const text = 'A sentence of some words. '.repeat(150)
    const ids = await app.send(text)
    expect(ids.map((id) => app.message(id)?.piece)).toEqual([
      { index: 1, count: 3 },
      { index: 2, count: 3 },
      { index: 3, count: 3 },
    ])
    for (const n of [0, 1, 2]) {
      await app.session.last.answer(accepted(`90${n}`))
      await app.clock.advance(1500)
    }
    const sent = app.session.sends.map(({ message }) => message.item['text_item'])
    expect(sent.map((item) => Object(item).text).join('')).toBe(text.trimEnd())
    expect(app.summary().sentSinceInbound).toBe(3)
  })

  it.each([
    ['half \ud83d emoji', 'half  emoji'],
    ['one\u000btwo\r\nthree\u0000', 'one\ntwo\nthree'],
    ['\n\nhello\n \u200b\n', 'hello'],
  ])('sends %j as %j', async (text, sent) => {
    const app = createTestOutbox()
    app.write()
    await app.send(text)
    expect(app.session.sends.map(({ message }) => message.item['text_item'])).toEqual([{ text: sent }])
  })

  it.each<[string, string, AppErrorCode]>([
    ['empty', '', 'text-empty'],
    ['blank', ' \n\t　', 'text-empty'],
    ['a blank of no width', '\u200b', 'text-empty'],
    ['a filler', '\u3164', 'text-empty'],
    ['joiners alone', '\u2060\n\u200d', 'text-empty'],
    ['halves of characters alone', '\ud83d', 'text-empty'],
    ['one cluster over the byte limit', `a${'\u0301'.repeat(9000)}`, 'text-too-long'],
  ])('refuses what is %s', (_name, text, code) => {
    const app = createTestOutbox()
    app.write()
    const input = { conversationId: app.conversationWith(), requestId: 'r', text, force: true }
    expect(codeOf(() => app.outbox.sendText(input))).toBe(code)
    expect(app.states()).toEqual([])
  })

  it('refuses a closed window unless the operator insists, and keeps the draft', async () => {
    const app = createTestOutbox()
    const input = { conversationId: app.conversationWith(), requestId: 'r', text: 'hi', force: false }
    app.conversations.saveDraft(input.conversationId, 'hi')
    expect(codeOf(() => app.outbox.sendText(input))).toBe('window-closed')
    app.write()
    await app.clock.advance(24 * 3_600_000)
    expect(codeOf(() => app.outbox.sendText(input))).toBe('window-closed')
    expect(app.summary().draft).toBe('hi')
    await app.send('hi', { force: true })
    expect(app.session.sends).toHaveLength(1)
    expect(app.session.last.message.contextToken).toBe('token-1001')
  })

  it('knows only conversations that exist', () => {
    const app = createTestOutbox()
    const conversationId = ConversationId.parse(999)
    const input = { conversationId, requestId: 'r', text: 'hi', force: false }
    expect(codeOf(() => app.outbox.sendText(input))).toBe('not-found')
    expect(codeOf(() => app.outbox.sendWaiting(conversationId))).toBe('not-found')
  })

  it('tells what changed', async () => {
    const app = createTestOutbox()
    app.write()
    app.session.block(app.accountId)
    const ids = await app.send('text')
    expect(app.events.of('sends-changed')).toMatchObject([{ accountId: app.accountId, messageIds: ids }])
  })
})

describe('P5: waiting for the contact', () => {
  it('what is sent after a refusal waits behind what waits already', async () => {
    const { app } = await withWaiting()
    expect(app.states()).toEqual([
      'refused = refused: stale-context',
      'behind = waiting-for-contact: behind-refused',
      'later = waiting-for-contact: behind-refused',
    ])
    expect(app.summary()).toMatchObject({ failed: 1, waiting: 2, waitingOffered: false })
  })

  it('is offered after the contact wrote, sent only when the operator says so, and in order', async () => {
    const { app, behind, later } = await withWaiting()
    expect(codeOf(() => app.outbox.sendWaiting(app.conversationWith()))).toBe('window-closed')
    app.write({ token: 'fresh' })
    await app.clock.advance(600_000)
    expect(app.summary()).toMatchObject({ waiting: 2, waitingOffered: true })
    expect(app.session.sends).toHaveLength(1)
    app.outbox.sendWaiting(app.conversationWith())
    await settle()
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(1500)
    await app.session.last.answer(accepted('901'))
    expect(app.session.clientIds.slice(1)).toEqual(
      [behind, later].map((id) => app.repository.get(id)?.clientId),
    )
    expect(app.session.last.message.contextToken).toBe('fresh')
    expect(app.summary()).toMatchObject({ waiting: 0, failed: 1 })
  })

  it('waits again, no longer offered, when the first of them is refused', async () => {
    const { app } = await withWaiting()
    app.write()
    app.outbox.sendWaiting(app.conversationWith())
    await app.clock.advance(1500)
    await app.session.last.answer(REFUSED)
    expect(app.summary()).toMatchObject({ waiting: 1, waitingOffered: false, failed: 2 })
  })

  it('can be edited: the text comes back as the draft, and the message never was', async () => {
    const { app, later } = await withWaiting()
    expect(app.outbox.takeBack(later, '').draft).toBe('later')
    expect(app.message(later)).toBeNull()
    expect(app.summary()).toMatchObject({ waiting: 1, draft: 'later' })
  })

  it('can be discarded one by one', async () => {
    const { app, behind, later } = await withWaiting()
    app.outbox.discard(behind)
    expect(app.message(behind)).toMatchObject({ state: 'cancelled', resolution: 'discarded' })
    app.write()
    app.outbox.sendWaiting(app.conversationWith())
    await app.clock.advance(1500)
    expect(app.session.clientIds.at(-1)).toBe(app.repository.get(later)?.clientId)
  })

  it('the operator may force past a refusal, knowingly', async () => {
    const { app } = await withWaiting()
    await app.clock.advance(1500)
    await app.send('important', { force: true })
    expect(app.session.sends).toHaveLength(2)
  })
})

describe('P3: what the operator may do with a message', () => {
  const ALLOWED: Record<string, string[]> = {
    held: ['cancel', 'takeBack'],
    queued: ['cancel', 'takeBack'],
    sending: [],
    accepted: [],
    unconfirmed: ['sendAgain', 'markAsSent', 'discard'],
    refused: ['sendAgain', 'discard'],
    cancelled: [],
    'waiting-for-contact': ['cancel', 'takeBack', 'discard'],
  }
  const ACTIONS = ['cancel', 'sendAgain', 'markAsSent', 'takeBack', 'discard'] as const

  it.each(Object.keys(IN_STATE))('depends on its state: %s', async (state) => {
    for (const action of ACTIONS) {
      const app = createTestOutbox()
      app.write()
      const id = await IN_STATE[state]?.(app)
      if (id === undefined) throw new Error('no such state')
      expect(app.message(id)?.state).toBe(state)
      const isAllowed = ALLOWED[state]?.includes(action)
      expect([action, codeOf(() => app.outbox[action](id, null))]).toEqual([
        action,
        isAllowed ? 'done' : 'not-possible-now',
      ])
    }
  })

  it('send again is a new message with a client id of its own, once', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await IN_STATE['unconfirmed']?.(app)
    if (id === undefined) throw new Error('no such state')
    app.outbox.sendAgain(id)
    expect(codeOf(() => app.outbox.sendAgain(id))).toBe('not-possible-now')
    await app.clock.advance(1500)
    expect(app.message(id)).toMatchObject({ state: 'unconfirmed', resolution: 'sent-again' })
    expect(new Set(app.session.clientIds).size).toBe(2)
    expect(app.session.texts[0]).toBe(app.session.texts[1])
    expect(app.summary().failed).toBe(0)
    expect(app.states()).toHaveLength(2)
  })

  it('send again through a closed window changes nothing', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await IN_STATE['unconfirmed']?.(app)
    if (id === undefined) throw new Error('no such state')
    await app.clock.advance(24 * 3_600_000)
    expect(codeOf(() => app.outbox.sendAgain(id))).toBe('window-closed')
    expect(app.message(id)?.resolution).toBeNull()
    expect(app.states()).toHaveLength(1)
  })

  it('marked as sent counts as dealt with and stays what it is', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await IN_STATE['unconfirmed']?.(app)
    if (id === undefined) throw new Error('no such state')
    app.outbox.markAsSent(id)
    expect(app.message(id)).toMatchObject({ state: 'unconfirmed', resolution: 'marked-as-sent' })
    expect(app.summary().failed).toBe(0)
  })

  it('concerns own messages only', () => {
    const app = createTestOutbox()
    app.write()
    const received = app.shown()[0]?.id
    if (received === undefined) throw new Error('nothing received')
    for (const id of [received, MessageId.parse(999)]) {
      for (const action of ACTIONS) expect(codeOf(() => app.outbox[action](id, null))).toBe('not-found')
    }
  })
})
