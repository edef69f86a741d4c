import { expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { TestLog } from '#core/testing/log.ts'
import { Interruptions } from './interruptions.ts'

function createTestInterruptions() {
  const clock = new TestClock()
  const log = new TestLog()
  const calls: string[] = []
  const supervisor = { suspend: () => calls.push('suspend'), resume: () => calls.push('resume') }
  const interruptions = new Interruptions({ clock, log, supervisor })
  interruptions.start()
  return { clock, log, calls, interruptions }
}

it('P16: opens polls anew once for a network that changes several times', async () => {
  const { clock, calls, interruptions } = createTestInterruptions()
  for (let told = 0; told < 3; told += 1) interruptions.networkChanged()
  await clock.advance(1_000)
  interruptions.networkChanged()
  await clock.advance(1_000)
  expect(calls).toEqual(['resume', 'resume'])
})

it('P16: opens them anew after a sleep once, whether or not the system tells of it', async () => {
  const { clock, calls, log, interruptions } = createTestInterruptions()
  interruptions.suspend()
  clock.set(8 * 3_600_000)
  interruptions.resume()
  await clock.advance(60_000)
  expect(calls).toEqual(['suspend', 'resume'])
  clock.set(3_600_000)
  await clock.advance(60_000)
  expect(calls).toEqual(['suspend', 'resume', 'resume'])
  expect(log.events.map(({ kind }) => kind)).toEqual(['power', 'power', 'clock-jump'])
})

it('leaves polls alone when the clock is set back, and ends without a timer', async () => {
  const { clock, calls, log, interruptions } = createTestInterruptions()
  clock.set(-3_600_000)
  await clock.advance(60_000)
  expect(calls).toEqual([])
  expect(log.events).toEqual([{ kind: 'clock-jump', ms: -3_600_000 }])
  interruptions.networkChanged()
  interruptions.stop()
  expect(clock.pending).toBe(0)
})
