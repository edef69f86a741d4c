import { describe, expect, it } from 'vitest'
import { settleRestoredOutbox } from '#core/backup/restored-outbox.ts'
import { accepted, LOST, NOT_SENT, REFUSED } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { settle } from '#core/testing/settle.ts'
import { AppError } from '#shared/errors.ts'
import { createTestSchedule } from './testing.ts'

const HOUR_MS = 3_600_000

function open(database?: Database) {
  const app = createTestSchedule(database)
  app.start()
  return app
}

/** Somebody has written, so that something can be scheduled for them. */
function withContact() {
  const app = open()
  app.write()
  return app
}

type App = ReturnType<typeof open>

/** What is scheduled for whom, in order. */
const scheduled = (app: App) => app.schedule.list().map(({ text }) => text)

/** The same profile in a program started anew, so much later; the former one was killed. */
function reopen(app: App, laterMs = 0): App {
  const next = createTestSchedule(app.database)
  next.clock.set(app.clock.now() - next.clock.now() + laterMs)
  next.start()
  return next
}

describe('a scheduled message', () => {
  it('leaves in the minute of its time, and is no message before', async () => {
    const app = withContact()
    app.conversations.saveDraft(app.conversationWith(), 'at ten')
    app.add('at ten', 10)
    expect(app.summary()).toMatchObject({ draft: '', last: { direction: 'in' }, isUnanswered: true })
    await app.pass(8)
    expect([scheduled(app), app.session.sends]).toEqual([['at ten'], []])
    await app.pass(2.1)
    expect(scheduled(app)).toEqual([])
    expect(app.states()).toEqual(['at ten = sending'])
    await app.session.last.answer(accepted('1'))
    expect(app.summary()).toMatchObject({ isUnanswered: false, last: { direction: 'out' } })
  })

  it('goes out in the order of times, and at the same time as it was written', async () => {
    const app = withContact()
    app.add('third', 20)
    app.add('first', 10)
    app.add('second', 10)
    await app.pass(10)
    await app.session.last.answer(accepted('1'))
    await app.clock.advance(2_000)
    await app.session.last.answer(accepted('2'))
    await app.pass(10)
    expect(app.session.texts.map((text) => /first|second|third/.exec(text)?.[0])).toEqual([
      'first',
      'second',
      'third',
    ])
  })

  it('is not kept for an hour by a clock that is set back while it is queued', async () => {
    const app = withContact()
    app.add('at ten', 10)
    await app.pass(10)
    await app.session.last.answer(NOT_SENT)
    const { accountId } = app.summary()
    app.session.block(accountId)
    app.clock.set(-HOUR_MS)
    await app.pass(40)
    app.session.unblock(accountId)
    app.outbox.wake(accountId)
    await app.pass(1)
    expect(app.states()).toEqual(['at ten = waiting-for-contact: time-missed'])
  })

  it('leaves all the same when the clock is corrected by seconds', async () => {
    const app = withContact()
    app.add('at ten', 10)
    await app.pass(10)
    await app.session.last.answer(NOT_SENT)
    app.clock.set(-20_000)
    await app.pass(0.5)
    expect(app.states()).toEqual(['at ten = sending'])
  })

  it('leaves although what was due before it cannot be handed over', async () => {
    const app = withContact()
    app.add('broken', 10)
    app.add('sound', 11)
    app.database
      .sql(
        `CREATE TRIGGER broken BEFORE DELETE ON scheduled_messages WHEN old.text = 'broken'
         BEGIN SELECT RAISE(ABORT, 'no'); END`,
      )
      .run()
    await app.pass(11.1)
    expect([scheduled(app), app.states()]).toEqual([['broken'], ['sound = sending']])
  })

  it('does not hold up what is written meanwhile', async () => {
    const app = withContact()
    app.add('later', 10)
    await app.send('now')
    expect(app.states()).toEqual(['now = sending'])
  })

  it('is scheduled once, however often it is asked', () => {
    const app = withContact()
    const message = {
      conversationId: app.conversationWith(),
      requestId: '50000000-0000-4000-8000-000000000001',
      text: 'once',
      files: [],
      due: app.inMinutes(5),
    }
    app.schedule.add(message)
    app.schedule.add(message)
    expect(scheduled(app)).toEqual(['once'])
  })

  it('is for a time inside the window that is not over', () => {
    const app = withContact()
    expect(() => app.add('over', 0)).toThrow(new AppError('time-past'))
    expect(() => app.add('too late', 24 * 60 + 1)).toThrow(new AppError('time-after-window'))
    app.clock.set(25 * HOUR_MS)
    expect(() => app.add('closed', 5)).toThrow(new AppError('window-closed'))
  })

  it('answers only what had been written when it was scheduled', async () => {
    const app = withContact()
    app.add('as promised', 10)
    app.write({ text: 'another question' })
    await app.pass(11)
    await app.session.last.answer(accepted('1'))
    expect(app.summary().isUnanswered).toBe(true)
  })

  it('can be moved, edited, cancelled and sent at once', async () => {
    const app = withContact()
    const [moved, edited, cancelled, sent] = ['moved', 'edited', 'cancelled', 'sent'].map((text) =>
      app.add(text, 10),
    )
    if (moved === undefined || edited === undefined || cancelled === undefined || sent === undefined)
      throw new Error()
    app.schedule.move(moved, app.inMinutes(30))
    expect(await app.schedule.takeBack(edited, 'typed')).toEqual({ draft: 'typed\nedited', files: [] })
    app.schedule.cancel(cancelled)
    app.schedule.sendNow(sent)
    await settle()
    expect([scheduled(app), app.states()]).toEqual([['moved'], ['sent = sending']])
    expect(app.summary().draft).toBe('typed\nedited')
    await app.session.last.answer(accepted('1'))
    await app.pass(12)
    expect(app.session.sends).toHaveLength(1)
    await app.pass(20)
    expect(app.session.last.message.item).toMatchObject({ text_item: { text: 'moved' } })
    expect(() => app.schedule.cancel(moved)).toThrow(new AppError('not-found'))
  })

  it('goes with its account and with its conversation', async () => {
    const app = withContact()
    app.add('one', 10)
    app.outbox.cancelConversation(app.conversationWith())
    app.add('two', 10)
    app.outbox.cancelAccount(app.accountId)
    await app.pass(20)
    expect([scheduled(app), app.session.sends]).toEqual([[], []])
  })
})

describe('when its time comes', () => {
  it.each([
    [
      'account-may-be-muted',
      (app: App) => {
        for (let n = 0; n < 3; n += 1) app.accounts.recordOutcome(app.accountId, false)
      },
    ],
    [
      'account-not-online',
      (app: App) => {
        app.account.state = 'needs-sign-in'
      },
    ],
    [
      'quota-used',
      (app: App) => {
        for (let n = 0; n < 10; n += 1) app.conversations.recordSend(app.conversationWith())
      },
    ],
    ['behind-refused', (app: App) => app.conversations.recordRefusal(app.conversationWith())],
  ] as const)('waits where it may not leave: %s', async (reason, against) => {
    const app = withContact()
    app.add('text', 10)
    against(app)
    await app.pass(11)
    expect(app.states()).toEqual([`text = waiting-for-contact: ${reason}`])
    expect([scheduled(app), app.session.sends, app.summary().waiting]).toEqual([[], [], 1])
  })

  it('waits whole where the messages left are not enough for all its pieces', async () => {
    const app = withContact()
    app.add(`${'很'.repeat(1_500)}。${'好'.repeat(1_500)}。`, 10)
    for (let n = 0; n < 9; n += 1) app.conversations.recordSend(app.conversationWith())
    await app.pass(11)
    expect(app.summary().waiting).toBe(2)
    expect(app.session.sends).toEqual([])
  })

  it('waits for an account that connects within a minute', async () => {
    const app = withContact()
    app.session.block(app.accountId)
    app.add('text', 10)
    await app.clock.advance(Date.parse(app.inMinutes(10)) - app.clock.now() + 30_000)
    expect(scheduled(app)).toEqual(['text'])
    app.session.unblock(app.accountId)
    app.alarm.check()
    await settle()
    expect(app.states()).toEqual(['text = sending'])
  })

  it('does not leave late where the account connects only afterwards', async () => {
    const app = withContact()
    app.session.block(app.accountId)
    app.add('text', 10)
    await app.pass(13)
    expect(app.states()).toEqual(['text = waiting-for-contact: time-missed'])
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await app.pass(5)
    expect(app.session.sends).toEqual([])
    expect(app.summary()).toMatchObject({ waiting: 1, waitingOffered: true })
    app.outbox.sendWaiting(app.conversationWith())
    await settle()
    expect(app.states()).toEqual(['text = sending'])
  })

  it('does not leave late after tries that never left', async () => {
    const app = withContact()
    app.add('text', 10)
    await app.pass(10)
    await app.session.last.answer(NOT_SENT)
    app.session.block(app.accountId)
    await app.pass(5)
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await app.pass(5)
    expect(app.states()).toEqual(['text = waiting-for-contact: time-missed'])
    expect(app.session.sends).toHaveLength(1)
  })

  it('takes turns with others at the same time, which is not late', async () => {
    const app = withContact()
    for (let n = 0; n < 8; n += 1) {
      const from = `c${n}@im.wechat`
      app.write({ from })
      for (let m = 0; m < 5; m += 1) app.add(`text ${m}`, 10, { to: app.conversationWith(from) })
    }
    await app.pass(9)
    for (let n = 1; n <= 40; n += 1) {
      for (let step = 0; step < 40 && app.session.sends.length < n; step += 1) await app.clock.advance(2_000)
      await app.clock.advance(1_000)
      await app.session.sends[n - 1]?.answer(accepted(String(n)))
    }
    expect(app.session.sends).toHaveLength(40)
  })
})

describe('P15: a scheduled message whose time is missed', () => {
  it.each([
    ['the program was off', (app: App) => reopen(app, HOUR_MS)],
    [
      'the computer slept',
      (app: App) => {
        app.clock.set(HOUR_MS)
        app.alarm.check()
        return app
      },
    ],
  ] as const)('waits: %s', async (_, goAway) => {
    const app = withContact()
    app.add('text', 10)
    const next = goAway(app)
    await next.pass(60)
    expect(next.states()).toEqual(['text = waiting-for-contact: time-missed'])
    expect([next.session.sends, next.summary().waitingOffered]).toEqual([[], true])
  })

  it('never touches what is typed', () => {
    const app = withContact()
    app.add('text', 10)
    app.conversations.saveDraft(app.conversationWith(), 'typed')
    expect(reopen(app, HOUR_MS).summary().draft).toBe('typed')
  })

  it('waits for the contact where the window has closed by then', async () => {
    const app = withContact()
    app.add('text', 10)
    const next = reopen(app, 30 * HOUR_MS)
    expect(next.summary()).toMatchObject({ waiting: 1, waitingOffered: false })
    expect(() => next.outbox.sendWaiting(next.conversationWith())).toThrow(new AppError('window-closed'))
  })

  it('still leaves after a start within the minute', async () => {
    const app = withContact()
    app.add('text', 10)
    const next = reopen(app, Date.parse(app.inMinutes(10)) - app.clock.now() + 40_000)
    await settle()
    expect(next.states()).toEqual(['text = sending'])
  })

  it('goes out once, though the clock is set back over its time', async () => {
    const app = withContact()
    app.add('text', 10)
    await app.pass(10)
    await app.session.last.answer(accepted('1'))
    app.clock.set(-HOUR_MS)
    await app.pass(120)
    expect(app.session.sends).toHaveLength(1)
  })

  it('was queued when the program ended, and does not leave when it starts too late', async () => {
    const app = withContact()
    await app.send('first')
    app.add('text', 10)
    await app.pass(10)
    expect(app.states()[1]).toBe('text = queued')
    const next = reopen(app, HOUR_MS)
    await next.pass(1)
    expect(next.states()[1]).toBe('text = waiting-for-contact: time-missed')
    expect(next.session.sends).toEqual([])
  })

  it('was being sent when the program ended, and is unconfirmed', async () => {
    const app = withContact()
    app.add('text', 10)
    await app.pass(10)
    const next = reopen(app)
    await next.pass(30)
    expect([next.states(), next.session.sends]).toEqual([['text = unconfirmed: interrupted'], []])
  })

  it('never leaves out of a restored backup: whoever made that may have sent it', async () => {
    const app = withContact()
    app.add('text', 10)
    settleRestoredOutbox(app.database)
    const next = reopen(app)
    await next.pass(30)
    expect(next.states()).toEqual(['text = waiting-for-contact: restored'])
    expect(next.session.sends).toEqual([])
  })
})

it('counts as answered nowhere while it is refused or lost (P4)', async () => {
  for (const outcome of [REFUSED, LOST]) {
    const app = withContact()
    app.add('text', 10)
    await app.pass(11)
    await app.session.last.answer(outcome)
    expect(app.summary().isUnanswered).toBe(true)
  }
})
