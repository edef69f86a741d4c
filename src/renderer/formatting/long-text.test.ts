import { expect, it } from 'vitest'
import { isLongText } from './long-text.ts'

it.each([
  ['nothing', '', false],
  ['a line', 'x'.repeat(62), false],
  ['many short lines', 'x\n'.repeat(30), true],
  ['a page of letters', 'x'.repeat(62 * 24), true],
  ['half a page of letters', 'x'.repeat(62 * 12), false],
  ['a page of Han', '汉'.repeat(31 * 24), true],
  ['twenty lines', 'x\n'.repeat(20), false],
])('%s is long or not', (_, text, isLong) => expect(isLongText(text)).toBe(isLong))

it('looks at no more of megabytes than it needs', () => {
  expect(isLongText('x'.repeat(10_000_000))).toBe(true)
})
