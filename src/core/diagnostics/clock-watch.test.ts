import { expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
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

it('P16: tells a sleep during which monotonic time went on, also where the clock was set back in it', async () => {
  const timers: (() => void)[] = []
  const time = { wall: 1_790_000_000_000, monotonic: 0 }
  const clock = {
    now: () => time.wall,
    monotonic: () => time.monotonic,
    setTimeout: (_ms: number, fn: () => void) => {
      timers.push(fn)
      return () => {}
    },
  }
  const jumps: number[] = []
  watchClock(clock, (ms) => jumps.push(ms))
  time.monotonic += 15_000 + 600_000
  time.wall -= 3_600_000
  timers.pop()?.()
  expect(jumps).toEqual([600_000])
})
