import { describe, expect, it } from 'vitest'
import { wantedRange } from './byte-range.ts'

describe('a range of a body', () => {
  it.each([
    ['bytes=0-9', 100, { start: 0, end: 9 }],
    ['bytes=90-200', 100, { start: 90, end: 99 }],
    ['bytes=-10', 100, { start: 90, end: 99 }],
    ['bytes=-500', 100, { start: 0, end: 99 }],
    ['bytes=10-', 100, { start: 10, end: 99 }],
    ['bytes=0-', 12_000_000, { start: 0, end: 11_999_999 }],
    ['bytes=5000000-', 12_000_000, { start: 5_000_000, end: 11_999_999 }],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
  ])('%s of %d', (header, size, wanted) => {
    expect(wantedRange(header, size)).toEqual(wanted)
  })

  it.each([null, '', 'bytes=-', 'items=0-1', 'bytes=0-1,5-6', 'bytes=9-1', 'bytes=a-b'])(
    '%j means the whole',
    (header) => {
      expect(wantedRange(header, 100)).toBeNull()
    },
  )
})
