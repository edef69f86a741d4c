import { describe, expect, it } from 'vitest'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import { outboundText } from '#core/inbox/testing.ts'
import {
  ACCEPTED_WITHOUT_ID,
  accepted,
  createTestOutbox,
  FORBIDDEN,
  LOST,
  MALFORMED,
  NOT_SENT,
  RATE_LIMITED,
  REFUSED,
  REFUSED_OTHERWISE,
  REFUSED_WITH_TOKEN,
  STALE,
  WRONG_RECIPIENT,
} from './testing.ts'

/** Two messages queued, the first of them answered. */
async function answered(outcome: SendOutcome) {
  const app = createTestOutbox()
  app.write()
  const first = await app.sendOne('first')
  const second = await app.sendOne('second')
  await app.session.last.answer(outcome)
  return { app, first, second }
}

describe('P4: a message shows what the answer proves', () => {
  it.each<[string, SendOutcome, string, string, number, string | null]>([
    ['accepted with an id', accepted('900'), 'accepted', 'queued', 1, null],
    ['accepted without an id', ACCEPTED_WITHOUT_ID, 'unconfirmed: no-message-id', 'queued', 1, null],
    ['an answer that got lost', LOST, 'unconfirmed: answer-lost', 'queued', 1, null],
    ['never left', NOT_SENT, 'queued: not-connected', 'queued', 0, null],
    ['stale token', STALE, 'queued: session-stale', 'queued', 0, null],
    ['rate limited', RATE_LIMITED, 'refused: rate-limited', 'queued: rate-limit-pause', 0, 'rate limited'],
  ])('%s', async (_name, outcome, first, second, counted, serverText) => {
    const shown = await answered(outcome)
    expect(shown.app.state(shown.first)).toBe(first)
    expect(shown.app.state(shown.second)).toBe(second)
    expect(shown.app.summary().sentSinceInbound).toBe(counted)
    expect(shown.app.message(shown.first)?.serverText).toBe(serverText)
    expect(shown.app.summary().refusedSinceInbound).toBe(false)
  })

  it.each<[string, SendOutcome, string, string | null]>([
    ['prepare failed', REFUSED, 'refused: stale-context', 'prepare failed'],
    ['wrong recipient', WRONG_RECIPIENT, 'refused: wrong-recipient', null],
    ['malformed', MALFORMED, 'refused: malformed', 'ilink_user_id required'],
    ['any other refusal', REFUSED_OTHERWISE, 'refused: refused-unknown', 'no'],
    ['one that repeats a token', REFUSED_WITH_TOKEN, 'refused: refused-unknown', 'bad context_token …'],
  ])('P5: %s is refused, and what is behind it waits', async (_name, outcome, first, serverText) => {
    const { app, ...shown } = await answered(outcome)
    expect(app.state(shown.first)).toBe(first)
    expect(app.message(shown.first)?.serverText).toBe(serverText)
    expect(app.state(shown.second)).toBe('waiting-for-contact: behind-refused')
    expect(app.summary()).toMatchObject({
      sentSinceInbound: 0,
      refusedSinceInbound: true,
      failed: 1,
      waiting: 1,
      waitingOffered: false,
    })
    await app.clock.advance(4_000_000)
    expect(app.session.sends).toHaveLength(1)
  })

  it('P10: a host that is not allowed gets nothing more', async () => {
    const { app, first, second } = await answered(FORBIDDEN)
    expect(app.state(first)).toBe('refused: host-not-allowed')
    expect(app.state(second)).toBe('waiting-for-contact: behind-refused')
    expect(app.summary().sentSinceInbound).toBe(0)
  })

  it('an accepted message can be quoted by the id the server gave it', async () => {
    const { app, first } = await answered(accepted('7490000000000000901'))
    const found = app.messages.findByServerId(app.conversationWith(), app.accountId, '7490000000000000901')
    expect(found?.id).toBe(first)
  })

  it('an id that another message has already leaves both as they are', async () => {
    const app = createTestOutbox()
    app.write({ id: '900' })
    const id = await app.sendOne('hi')
    await app.session.last.answer(accepted('900'))
    expect(app.state(id)).toBe('accepted')
    expect(app.texts()).toEqual(['hello', 'hi'])
  })
})

describe('P5: a refusal is explained from our own evidence', () => {
  async function refusedAfter(sends: number, text = 'last'): Promise<string> {
    const app = createTestOutbox()
    app.write()
    for (let n = 0; n < sends; n += 1) {
      await app.send(`text ${n}`)
      await app.session.last.answer(accepted(`90${n}`))
      await app.clock.advance(1500)
    }
    const id = await app.sendOne(text)
    await app.session.last.answer(REFUSED)
    return app.state(id)
  }

  it('as the quota when nine or more were taken', async () => {
    expect(await refusedAfter(8)).toBe('refused: stale-context')
    expect(await refusedAfter(9)).toBe('refused: quota-used')
  })

  it('as the window when the operator insisted after it had closed', async () => {
    const app = createTestOutbox()
    app.write()
    await app.clock.advance(24 * 3_600_000)
    const id = await app.sendOne('still?', { force: true })
    await app.session.last.answer(REFUSED)
    expect(app.state(id)).toBe('refused: window-closed')
  })

  it('as never written when the operator insisted before the first message', async () => {
    const app = createTestOutbox()
    const id = await app.sendOne('hello?', { force: true })
    expect(app.session.last.message.contextToken).toBeNull()
    await app.session.last.answer(REFUSED)
    expect(app.state(id)).toBe('refused: never-written')
  })
})

describe('P5: a refusal that is overtaken by the message that heals it', () => {
  it('leaves the conversation open and offers what waits', async () => {
    const app = createTestOutbox()
    app.write()
    await app.sendOne('first')
    await app.sendOne('second')
    app.write({ text: 'are you there?' })
    await app.session.last.answer(REFUSED)
    expect(app.states()).toEqual([
      'first = refused: stale-context',
      'second = waiting-for-contact: behind-refused',
    ])
    expect(app.summary()).toMatchObject({ refusedSinceInbound: false, waitingOffered: true })
    expect(app.session.sends).toHaveLength(1)
  })
})

describe('P4: three unconfirmed in a row', () => {
  async function runAfter(...outcomes: SendOutcome[]): Promise<number | undefined> {
    const app = createTestOutbox()
    for (const outcome of outcomes) {
      app.write()
      await app.send('text')
      await app.session.last.answer(outcome)
      await app.clock.advance(60_000)
    }
    return app.accounts.get(app.accountId)?.unconfirmedRun
  }

  it('are counted, whatever the reason', async () => {
    expect(await runAfter(ACCEPTED_WITHOUT_ID, LOST, ACCEPTED_WITHOUT_ID)).toBe(3)
  })

  it('end with an accepted message and are not broken by what never reached the server', async () => {
    expect(await runAfter(ACCEPTED_WITHOUT_ID, ACCEPTED_WITHOUT_ID, accepted('900'))).toBe(0)
    expect(await runAfter(ACCEPTED_WITHOUT_ID, REFUSED, ACCEPTED_WITHOUT_ID)).toBe(2)
  })
})

describe('a copy of an own send that comes back through a poll', () => {
  it('turns unconfirmed into accepted', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('hi')
    const client = app.session.last.message.clientId
    await app.session.last.answer(LOST)
    app.receive({ messages: [outboundText({ text: 'hi', id: '900', client })] })
    expect(app.state(id)).toBe('accepted')
    expect(app.texts()).toEqual(['hello', 'hi'])
    expect(app.summary()).toMatchObject({ failed: 0, sentSinceInbound: 1 })
    expect(app.events.of('messages-received').at(-1)).toMatchObject({ echoedIds: [id], messageIds: [id] })
  })

  it('P4: ends the run that made the account look muted', async () => {
    const app = createTestOutbox()
    app.write()
    for (const text of ['one', 'two', 'three']) {
      await app.sendOne(text)
      await app.clock.advance(1_500)
      await app.session.last.answer(LOST)
    }
    expect(app.accounts.get(app.accountId)?.unconfirmedRun).toBe(3)
    const client = app.session.last.message.clientId
    app.receive({ messages: [outboundText({ text: 'three', id: '900', client })] })
    expect(app.accounts.get(app.accountId)?.unconfirmedRun).toBe(0)
  })

  it('keeps it unconfirmed as long as no id comes with it', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('hi')
    await app.session.last.answer(ACCEPTED_WITHOUT_ID)
    app.receive({ messages: [outboundText({ text: 'hi', client: app.session.last.message.clientId })] })
    expect(app.state(id)).toBe('unconfirmed: no-message-id')
    expect(app.texts()).toEqual(['hello', 'hi'])
  })

  it.each([
    ['its answer is lost afterwards', LOST],
    ['its answer names the same id', accepted('900')],
    ['its answer names none', ACCEPTED_WITHOUT_ID],
  ])('proves a send under way accepted although %s', async (_name, outcome) => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('hi')
    app.receive({
      messages: [outboundText({ text: 'hi', id: '900', client: app.session.last.message.clientId })],
    })
    expect(app.state(id)).toBe('sending')
    await app.session.last.answer(outcome)
    expect(app.state(id)).toBe('accepted')
    expect(app.texts()).toEqual(['hello', 'hi'])
  })
})
