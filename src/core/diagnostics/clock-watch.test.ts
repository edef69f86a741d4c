import { expect, it } from 'vitest'
import { TestClock } from '#core/accounts/testing/ports.ts'
import { watchClock } from './clock-watch.ts'

it('P16: tells a clock that is ahead or back, once each, and nothing while time passes', async () => {
  const clock = new TestClock()
  const jumps: number[] = []
  const stop = watchClock(clock, (ms) => jumps.push(ms))
  await clock.advance(120_000)
  expect(jumps).toEqual([])
  clock.set(8 * 3_600_000)
  await clock.advance(60_000)
  clock.set(-86_400_000)
  await clock.advance(60_000)
  expect(jumps).toEqual([8 * 3_600_000, -86_400_000])
  stop()
  expect(clock.pending).toBe(0)
})
