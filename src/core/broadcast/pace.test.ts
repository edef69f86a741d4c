import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { testRandom } from '#core/testing/random.ts'
import { AccountId } from '#shared/model/ids.ts'
import { BroadcastPace } from './pace.ts'

const [ONE, OTHER] = [1, 2].map((n) => AccountId.parse(`00000000-0000-4000-8000-00000000000${n}`))
if (ONE === undefined || OTHER === undefined) throw new Error('no accounts')

describe('the pace of broadcasts', () => {
  it('begins with a rest: nobody knows what left before the start', async () => {
    const clock = new TestClock()
    const pace = new BroadcastPace(clock, testRandom())
    expect(pace.msUntil(ONE)).toBe(1_500)
    await clock.advance(1_500)
    expect(pace.msUntil(ONE)).toBe(0)
  })

  it('holds per account, longer by chance and never shorter, and over all accounts', async () => {
    const clock = new TestClock()
    for (const share of [0, 0.5, 1]) {
      const pace = new BroadcastPace(clock, testRandom(share))
      await clock.advance(1_500)
      pace.record(ONE, 10_000, 60)
      expect(pace.msUntil(ONE)).toBeGreaterThanOrEqual(10_000)
      expect(pace.msUntil(ONE)).toBeLessThanOrEqual(14_000)
      expect(pace.msUntil(OTHER)).toBe(1_000)
    }
  })

  it('begins with the pace of a run that goes on', async () => {
    const clock = new TestClock()
    const pace = new BroadcastPace(clock, testRandom(), { paceMs: 60_000, perMinute: 2 })
    await clock.advance(20_000)
    expect(pace.msUntil(ONE)).toBe(40_000)
    pace.record(OTHER, 1_500, 2)
    await clock.advance(25_000)
    expect(pace.msUntil(OTHER)).toBe(5_000)
  })

  it.each([-72 * 3_600_000, 3_600_000])(
    'P19: stays as it is when the clock is set by %i ms',
    async (setBy) => {
      const clock = new TestClock()
      const pace = new BroadcastPace(clock, testRandom())
      pace.record(ONE, 10_000, 60)
      await clock.advance(4_000)
      clock.set(setBy)
      expect(pace.msUntil(ONE)).toBe(6_000)
    },
  )
})
