import { describe, expect, it } from 'vitest'
import { killAtItsTime } from './killed-testing.ts'

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
})
