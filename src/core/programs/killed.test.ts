import { expect, it } from 'vitest'
import { killAfterYes } from './killed-testing.ts'

it.each([
  ['as it writes down that it was agreed to', 4, { left: 0, told: 'waiting_approval', state: 'accepted' }],
  ['before it leaves', 16, { left: 0, told: 'queued', state: 'accepted' }],
  ['before its answer is stored', 29, { left: 1, told: 'unconfirmed', state: 'unconfirmed' }],
  ['before the program is answered', 60, { left: 1, told: 'accepted', state: 'accepted' }],
])(
  'P15, P22: what a program asked to send leaves once where the app is killed %s',
  async (_when, statements, became) => {
    expect(await killAfterYes(statements)).toEqual({ ...became, sent: 1 })
  },
)
