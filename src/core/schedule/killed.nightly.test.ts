import { describe, expect, it } from 'vitest'
import { killAtItsTime, killWithFile } from './killed-testing.ts'

/** From before it is handed over until both have their answers. */
const INSTANTS_WITH_FILE = [0, 24, 38, 44, 50, 60, 72, 84]
const INSTANTS = [0, 4, 8, 12, 18, 24, 30, 38, 46, 60]

describe('P15: a scheduled message whose program is killed', () => {
  it.each(INSTANTS)(
    'leaves once at most, and never late: %i statements into its time',
    async (statements) => {
      const soon = await killAtItsTime(statements, 0)
      expect(soon.sent).toBe(1)
      expect(soon.standing).toMatch(/^(accepted|unconfirmed: interrupted)$/)
      for (const minutes of [60, 30 * 60]) {
        const late = await killAtItsTime(statements, minutes)
        expect(late.sent).toBeLessThanOrEqual(1)
        // what had not left by then stays
        if (late.sent === 0) expect(late.standing).toBe('waiting-for-contact: time-missed')
        else expect(late.standing).toMatch(/^(accepted|unconfirmed: interrupted)$/)
      }
    },
  )

  it.each(INSTANTS_WITH_FILE)(
    'with a file behind it: each leaves once at most, and is accounted for, %i statements into its time',
    async (statements) => {
      const certain = /^(accepted|unconfirmed: interrupted)$/
      for (const one of await killWithFile(statements, 0)) {
        expect(one.sent).toBe(1)
        expect(one.standing).toMatch(certain)
      }
      for (const one of await killWithFile(statements, 60)) {
        if (one.sent === 0) expect(one.standing).toBe('waiting-for-contact: time-missed')
        else expect([one.sent, one.standing]).toEqual([1, expect.stringMatching(certain)])
      }
    },
  )
})
