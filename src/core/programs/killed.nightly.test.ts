import { expect, it } from 'vitest'
import { killAfterYes } from './killed-testing.ts'

/** From a person's yes until what was sent is settled, and some more. */
const STATEMENTS = 50

it.each(Array.from({ length: STATEMENTS }, (_, n) => n))(
  'P15, P22: what a program asked to send leaves once where the app is killed %i statements behind the yes',
  async (statements) => {
    const { left, told, state, sent } = await killAfterYes(statements)
    expect(sent).toBe(1)
    const truths = left === 0 ? ['waiting_approval', 'queued'] : ['unconfirmed', 'accepted']
    expect(truths).toContain(told)
    expect(state).toBe(left === 0 ? 'accepted' : told)
  },
)
