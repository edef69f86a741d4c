import { expect, it } from 'vitest'
import type { MessageHit } from '#shared/model/search.ts'
import { accountId, conversationId, messageId } from '../../test-support/samples.ts'
import { MAX_SHOWN, type Page, withNewest, withOlder } from './pages.ts'

const hit = (n: number): MessageHit => ({
  messageId: messageId(n),
  accountId: accountId(1),
  conversationId: conversationId(1),
  direction: 'in',
  at: n,
  kind: 'text',
  excerpt: null,
  marks: [],
})
/** All hits from one down to another. */
const page = (from: number, to: number, next: number | null = to): Page => ({
  hits: Array.from({ length: from - to + 1 }, (_, index) => hit(from - index)),
  next,
})
const ids = ({ hits }: Page) => hits.map(({ messageId: id }) => id)
const down = (from: number, to: number) => ids(page(from, to))

it('shows what is found now above what was shown, and goes on where that ended', () => {
  const shown = withNewest(page(20, 10), page(25, 18))
  expect(ids(shown)).toEqual(down(25, 10))
  expect(shown.next).toBe(10)
})

it('shows nothing below messages that nobody has read', () => {
  const shown = withNewest(page(500, 1, null), page(2_000, 1_501))
  expect(ids(shown)).toEqual(down(2_000, 1_501))
  expect(shown.next).toBe(1_501)
})

it('never shows more than it may, and leaves a way on to what it left out', () => {
  const above = withNewest(page(500, 1, null), page(600, 480))
  expect(ids(above)).toEqual(down(600, 101))
  expect(above.next).toBe(101)
  const below = withOlder(page(600, 131), page(130, 81, null))
  expect(ids(below)).toHaveLength(MAX_SHOWN)
  expect(below.next).toBe(101)
})
