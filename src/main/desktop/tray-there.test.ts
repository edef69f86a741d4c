import { expect, it } from 'vitest'
import { isTrayThere } from './tray-there.ts'

/** A session on which these programs are there and answer so. */
function answering(answers: Record<string, string>) {
  return async (program: string) => {
    const answer = answers[program]
    if (answer === undefined) throw new Error('no such program')
    return answer
  }
}

it.each([
  ['win32', {}, true],
  ['darwin', {}, true],
  ['linux', { gdbus: '(true,)\n' }, true],
  ['linux', { gdbus: '(false,)\n', busctl: 'b true\n' }, false],
  ['linux', { busctl: 'b true\n' }, true],
  ['linux', { busctl: 'b false\n' }, false],
  ['linux', {}, false],
])('on %s with %j: %s', async (platform, answers, expected) => {
  expect(await isTrayThere(platform, answering(answers))).toBe(expected)
})
