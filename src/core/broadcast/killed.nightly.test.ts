import { describe, expect, it } from 'vitest'
import { killAtItsStart } from './killed-testing.ts'

const INSTANTS = [0, 1, 2, 3, 5, 10, 30, 80, 150, 200, 260, 400]

describe('P13: a scheduled broadcast whose program is killed', () => {
  it.each(INSTANTS)(
    'reaches everybody once, and never begins late: %i statements into its time',
    async (statements) => {
      const soon = await killAtItsStart(statements, 0)
      expect(soon).toEqual({ standing: 'finished', reached: 30, most: 1 })
      const late = await killAtItsStart(statements, 60)
      if (late.standing === 'scheduled: time-missed') expect(late.reached).toBe(0)
      else expect(late).toEqual({ standing: 'finished', reached: 30, most: 1 })
    },
  )
})
