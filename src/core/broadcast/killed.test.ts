import { expect, it } from 'vitest'
import { killAtItsStart } from './killed-testing.ts'

it('P13: a scheduled broadcast whose program is killed as it starts goes to everybody once, or asks when it is late', async () => {
  expect(await killAtItsStart(2, 0)).toEqual({ standing: 'finished', reached: 30, most: 1 })
  expect(await killAtItsStart(40, 0)).toEqual({ standing: 'finished', reached: 30, most: 1 })
  expect(await killAtItsStart(40, 60)).toEqual({ standing: 'scheduled: time-missed', reached: 0, most: 0 })
})
