import { expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { IdleWatch } from './idle-watch.ts'

const MINUTE = 60_000

/** Somebody at a computer, whose last key is the moment from which it is idle. */
function world(limit: number | null) {
  const clock = new TestClock()
  const state = { limit, usedAt: 0, idle: 0 }
  const watch = new IdleWatch({
    clock,
    idleMs: () => clock.monotonic() - state.usedAt,
    limitMs: () => state.limit,
    idle: () => {
      state.idle += 1
    },
  })
  watch.check()
  return { clock, state, watch }
}

it('notices that nobody was there for as long as was set, and says it once', async () => {
  const { clock, state } = world(10 * MINUTE)
  await clock.advance(9 * MINUTE)
  state.usedAt = clock.monotonic()
  await clock.advance(9 * MINUTE)
  expect(state.idle).toBe(0)
  await clock.advance(MINUTE)
  expect(state.idle).toBe(1)
  await clock.advance(60 * MINUTE)
  expect(state.idle).toBe(1)
})

it('waits for nothing without a limit, and follows another one', async () => {
  const { clock, state, watch } = world(null)
  expect(clock.pending).toBe(0)
  await clock.advance(5 * MINUTE)
  state.limit = 6 * MINUTE
  watch.check()
  await clock.advance(MINUTE)
  expect(state.idle).toBe(1)
  watch.stop()
  expect(clock.pending).toBe(0)
})
