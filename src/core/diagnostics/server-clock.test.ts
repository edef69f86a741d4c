import { describe, expect, it } from 'vitest'
import { TestEvents } from '#core/testing/events.ts'
import { ServerClock } from './server-clock.ts'

const SERVER = 1_790_000_000_000
const MINUTE_MS = 60_000

function createTestComparison() {
  const events = new TestEvents()
  const clock = new ServerClock(events)
  return {
    clock,
    told: () => events.of('app-info-changed').length,
    /** An answer that took `tookMs`, to a computer whose clock is so far ahead. */
    answer(aheadMs: number, tookMs = 50): void {
      const answeredAt = SERVER + aheadMs
      clock.compare({ askedAt: answeredAt - tookMs, answeredAt, serverAt: SERVER })
    },
  }
}

describe('P19: the server’s clock', () => {
  it.each([60 * MINUTE_MS, -72 * 60 * MINUTE_MS])('says by how much, ahead or behind: %i', (aheadMs) => {
    const { clock, answer, told } = createTestComparison()
    answer(aheadMs)
    expect(clock.aheadMs).toBe(aheadMs)
    expect(told()).toBe(1)
  })

  it('says nothing of up to five minutes', () => {
    const { clock, answer, told } = createTestComparison()
    for (const minutes of [0, 4, -5, 5]) answer(minutes * MINUTE_MS)
    expect([clock.aheadMs, told()]).toEqual([null, 0])
  })

  it('says it once, again when it has changed by a minute, and that it is right again', () => {
    const { clock, answer, told } = createTestComparison()
    for (const ahead of [600_000, 600_900, 599_100]) answer(ahead)
    expect([clock.aheadMs, told()]).toEqual([600_000, 1])
    answer(720_000)
    expect([clock.aheadMs, told()]).toEqual([720_000, 2])
    answer(1_000)
    expect([clock.aheadMs, told()]).toEqual([null, 3])
  })

  it('takes no long wait for a difference: a poll that is held, or an answer that waited through a sleep', () => {
    const { clock, answer } = createTestComparison()
    answer(8 * 60 * MINUTE_MS, 9 * 60 * MINUTE_MS)
    expect(clock.aheadMs).toBeNull()
    answer(60 * MINUTE_MS, 35_000)
    expect(clock.aheadMs).toBe(60 * MINUTE_MS)
  })
})
