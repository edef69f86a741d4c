import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestOutbox } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { WallTimeSchema } from '#shared/model/wall-time-schema.ts'
import { Marking } from './marking.ts'
import { SnoozeAlarm } from './snooze-alarm.ts'
import { OTHER_USER } from './testing.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => vi.unstubAllEnvs())

/** A desk whose clock shows a time, with the alarm running. */
function createDesk(at: string, database?: Database) {
  const app = createTestOutbox(database)
  const { stores, events, clock } = app
  clock.set(Date.parse(at) - clock.now())
  const failures: unknown[] = []
  const alarm = new SnoozeAlarm({ clock, stores, events, failed: (error) => failures.push(error) })
  const marking = new Marking({ stores, events, snoozesChanged: () => alarm.check() })
  alarm.start()
  function snooze(until: string | null, user?: string): void {
    const { id, activitySeq } = app.summary(user)
    marking.mark([{ id, seen: activitySeq }], {
      kind: 'snooze',
      until: until === null ? null : WallTimeSchema.parse(until),
    })
  }
  const isSnoozed = (user?: string) => app.summary(user).triage?.kind === 'snoozed'
  const ended = () => events.of('snoozes-ended').flatMap(({ conversationIds }) => conversationIds)
  return { ...app, alarm, failures, snooze, isSnoozed, ended }
}

describe('a snooze ends', () => {
  it('at its time, to the minute, once, on top and unread', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.write({ from: OTHER_USER })
    app.snooze('2026-09-01T17:00')
    await app.clock.advance(3 * HOUR - 1)
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(1)
    expect(app.isSnoozed()).toBe(false)
    expect(app.ended()).toEqual([app.conversationWith()])
    expect(app.summary().isMarkedUnread).toBe(true)
    expect(app.summary().activitySeq).toBeGreaterThanOrEqual(app.summary(OTHER_USER).activitySeq)
    await app.clock.advance(24 * HOUR)
    expect(app.ended()).toHaveLength(1)
    expect(app.clock.pending).toBe(0)
  })

  it('each at its own; one until they write waits for that alone', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.write({ from: OTHER_USER })
    app.snooze('2026-09-01T14:30')
    app.snooze(null, OTHER_USER)
    await app.clock.advance(30 * 24 * HOUR)
    expect(app.ended()).toEqual([app.conversationWith()])
    expect(app.isSnoozed(OTHER_USER)).toBe(true)
    app.write({ from: OTHER_USER })
    expect(app.isSnoozed(OTHER_USER)).toBe(false)
  })

  it('not again at its time after the contact wrote', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.snooze('2026-09-01T14:30')
    app.write()
    const [message] = app.shown().slice(-1)
    if (message === undefined) throw new Error('nothing is shown')
    app.conversations.markRead(app.conversationWith(), message.id)
    await app.clock.advance(HOUR)
    expect(app.ended()).toEqual([])
    expect(app.summary().isMarkedUnread).toBe(false)
  })

  it('at the start, where it was due while the program did not run', () => {
    const former = createDesk('2026-09-01T14:00')
    former.write()
    former.snooze('2026-09-01T17:00')
    former.alarm.stop()
    const app = createDesk('2026-09-02T08:00', former.database)
    expect(app.isSnoozed()).toBe(false)
    expect(app.ended()).toHaveLength(1)
  })

  it('after a sleep in which the timers stood still', () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.snooze('2026-09-01T17:00')
    app.clock.set(8 * HOUR)
    app.alarm.check()
    expect(app.isSnoozed()).toBe(false)
  })
})

describe('a clock that is set neither loses nor doubles a snooze', () => {
  it('ahead, unsaid: it ends within a minute; set back, it has ended', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.snooze('2026-09-01T17:00')
    app.clock.set(10 * HOUR)
    await app.clock.advance(MINUTE)
    expect(app.ended()).toHaveLength(1)
    app.clock.set(-10 * HOUR)
    await app.clock.advance(12 * HOUR)
    expect(app.ended()).toHaveLength(1)
    expect(app.isSnoozed()).toBe(false)
  })

  it('back: it ends when the clock shows its time', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.snooze('2026-09-01T17:00')
    await app.clock.advance(HOUR)
    app.clock.set(-2 * HOUR)
    await app.clock.advance(4 * HOUR - 1)
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(1)
    expect(app.ended()).toHaveLength(1)
  })

  it('the hour that summer time skips: at the next minute that there is', async () => {
    const app = createDesk('2026-03-29T00:30')
    app.write()
    app.snooze('2026-03-29T02:30')
    await app.clock.advance(90 * MINUTE - 1)
    expect(wallTimeAt(app.clock.now())).toBe('2026-03-29T01:59')
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(MINUTE)
    expect(wallTimeAt(app.clock.now())).toBe('2026-03-29T03:00')
    expect(app.ended()).toHaveLength(1)
  })

  it('the hour that comes twice: the first time only', async () => {
    const app = createDesk('2026-10-25T01:30')
    app.write()
    app.snooze('2026-10-25T02:30')
    await app.clock.advance(HOUR)
    expect(app.ended()).toHaveLength(1)
    await app.clock.advance(3 * HOUR)
    expect(app.ended()).toHaveLength(1)
  })

  it('the hour that comes twice, snoozed in the second: once, and the clock is not asked all the time', async () => {
    const app = createDesk('2026-10-25T01:15Z')
    app.write()
    app.snooze('2026-10-25T02:30')
    const asked = vi.spyOn(app.clock, 'setTimeout')
    await app.clock.advance(100)
    expect(asked.mock.calls.length).toBeLessThan(2)
    await app.clock.advance(15 * MINUTE - 101)
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(1)
    expect(app.ended()).toHaveLength(1)
  })

  it('a morning after the change is that morning, not an hour off', async () => {
    const app = createDesk('2026-10-24T18:00')
    app.write()
    app.snooze('2026-10-25T09:00')
    await app.clock.advance(16 * HOUR - 1)
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(1)
    expect(wallTimeAt(app.clock.now())).toBe('2026-10-25T09:00')
    expect(app.isSnoozed()).toBe(false)
  })

  it('another zone: the time as it is shown there', async () => {
    const app = createDesk('2026-09-01T14:00')
    app.write()
    app.snooze('2026-09-02T09:00')
    vi.stubEnv('TZ', 'Asia/Shanghai')
    expect(wallTimeAt(app.clock.now())).toBe('2026-09-01T20:00')
    await app.clock.advance(13 * HOUR - 1)
    expect(app.isSnoozed()).toBe(true)
    await app.clock.advance(1)
    expect(app.isSnoozed()).toBe(false)
  })
})

it('a commit that fails is tried again', async () => {
  const app = createDesk('2026-09-01T14:00')
  app.write()
  app.snooze('2026-09-01T14:01')
  const { transaction } = app.database
  app.database.transaction = () => {
    throw new Error('disk full')
  }
  await app.clock.advance(MINUTE)
  expect(app.failures).toHaveLength(1)
  app.database.transaction = transaction
  await app.clock.advance(MINUTE)
  expect(app.isSnoozed()).toBe(false)
})
