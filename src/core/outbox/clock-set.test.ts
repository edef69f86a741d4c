import { describe, expect, it } from 'vitest'
import { IlinkServerError } from '#core/ilink/errors.ts'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import { withFiles } from './files-testing.ts'
import { RateLimits } from './rate-limits.ts'
import { accepted, createTestOutbox, NOT_SENT, RATE_LIMITED } from './testing.ts'

const HOUR_MS = 3_600_000
const UPLOAD_LIMITED = {
  kind: 'rate-limited',
  error: new IlinkServerError({ endpoint: 'getuploadurl', ret: -2, errcode: null, errmsg: 'rate limited' }),
} as const

describe.each([
  ['an hour forward', HOUR_MS],
  ['72 hours back', -72 * HOUR_MS],
])('P19: a clock that is set %s in between', (_, setBy) => {
  it('leaves the pace of an account as it is', async () => {
    const app = createTestOutbox()
    app.write()
    await app.sendOne('first')
    await app.session.last.answer(accepted('900'))
    await app.sendOne('second')
    await app.clock.advance(500)
    app.clock.set(setBy)
    await app.clock.advance(999)
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(2)
  })

  it('leaves the time before a send that never left is tried again as it is', async () => {
    const app = createTestOutbox()
    app.write()
    await app.sendOne('first')
    await app.session.last.answer(NOT_SENT)
    app.clock.set(setBy)
    app.outbox.wake(app.accountId)
    await app.clock.advance(1_999)
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(2)
  })

  it('leaves the pause after "rate limited" as it is', async () => {
    const app = createTestOutbox()
    app.write()
    await app.sendOne('first')
    await app.sendOne('second')
    await app.session.last.answer(RATE_LIMITED)
    await app.clock.advance(20_000)
    app.clock.set(setBy)
    app.outbox.wake(app.accountId)
    await app.clock.advance(39_999)
    expect(app.session.sends).toHaveLength(1)
    expect(app.outbox.isRateLimited(app.accountId)).toBe(true)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(2)
    expect(app.outbox.isRateLimited(app.accountId)).toBe(false)
  })

  it('leaves the time before uploads go on after a missing connection as it is', async () => {
    const { app } = await withFiles(1)
    await app.session.uploads[0]?.end({ kind: 'not-connected' })
    await settle()
    app.clock.set(setBy)
    app.outbox.wake(app.accountId)
    await app.clock.advance(1_999)
    await settle()
    expect(app.session.uploads).toHaveLength(1)
    await app.clock.advance(1)
    await settle()
    expect(app.session.uploads).toHaveLength(2)
  })

  it('counts two uploads that are refused together once', async () => {
    const { app } = await withFiles(2)
    await app.session.uploads[0]?.end(UPLOAD_LIMITED)
    app.clock.set(setBy)
    await app.session.uploads[1]?.end(UPLOAD_LIMITED)
    await settle()
    expect(app.accounts.rateLimits(app.accountId).count).toBe(1)
  })

  it('lets a send that gets through end a row of refusals from before', async () => {
    const app = createTestOutbox()
    app.write()
    await app.sendOne('first')
    await app.sendOne('second')
    await app.session.last.answer(RATE_LIMITED)
    await app.clock.advance(60_000)
    app.clock.set(setBy)
    await app.session.last.answer(accepted('900'))
    expect(app.accounts.rateLimits(app.accountId).count).toBe(0)
  })
})

describe('P19: a pause that an earlier run was asked for', () => {
  it.each([
    ['goes on for what is left of it', 20_000, 40_000],
    ['is over when its time has passed', 70_000, 0],
    ['is never longer than the whole pause, where the clock was set back', -72 * HOUR_MS, 60_000],
  ])('%s', (_, passed, left) => {
    const { accounts, accountId } = createTestOutbox()
    const clock = new TestClock()
    accounts.recordRateLimit(accountId, clock.now() - passed)
    const rateLimits = new RateLimits(clock, accounts)
    expect(rateLimits.msLeft(accountId)).toBe(left)
    clock.set(-HOUR_MS)
    expect(rateLimits.msLeft(accountId)).toBe(left)
    expect(rateLimits.isRefusedSince(accountId, clock.monotonic())).toBe(false)
  })

  it('forgets one whose transaction failed', () => {
    const { accounts, accountId, stores, clock } = createTestOutbox()
    const rateLimits = new RateLimits(clock, accounts)
    const failing = () =>
      stores.database.transaction(() => {
        rateLimits.record(accountId)
        throw new Error('the disk is full')
      })
    expect(failing).toThrow('the disk is full')
    expect(rateLimits.msLeft(accountId)).toBe(0)
    expect(rateLimits.isRefusedSince(accountId, 0)).toBe(false)
  })
})
