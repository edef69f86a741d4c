import { expect, it } from 'vitest'
import { searchRequests } from './search.ts'

it('takes every kind of message once at most: many would keep the index busy for minutes', () => {
  const { input } = searchRequests['search.messages']
  const isTaken = (kinds: string[]) => input.safeParse({ text: 'a', filter: { kinds }, limit: 1 }).success
  expect(isTaken(['text', 'image', 'video', 'voice', 'file', 'progress', 'unsupported', 'unreadable'])).toBe(
    true,
  )
  expect(isTaken(Array.from({ length: 100_000 }, () => 'text'))).toBe(false)
})
