import { expect, it } from 'vitest'
import { KeepAwake } from './keep-awake.ts'
import { createTestSchedule } from './schedule/testing.ts'

it('keeps the computer awake while something is scheduled, where the operator wants it', () => {
  const app = createTestSchedule()
  app.write()
  const told: boolean[] = []
  let isWanted = true
  const awake = new KeepAwake({
    stores: app.stores,
    isWanted: () => isWanted,
    keepAwake: (on) => told.push(on),
  })
  app.events.subscribe(awake)
  awake.check()
  expect(told).toEqual([])
  const first = app.add('first', 10)
  app.add('second', 20)
  app.schedule.cancel(first)
  expect(told).toEqual([true])
  isWanted = false
  awake.check()
  isWanted = true
  awake.check()
  awake.stop()
  expect(told).toEqual([true, false, true, false])
})
