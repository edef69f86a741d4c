import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { resolvePartialQuote } from './partial-quote.ts'

describe('part quotes', () => {
  it.each(vectors.partial_quotes)('$id', ({ full_text, partial_text, expect: wanted }) => {
    const partial = {
      start: partial_text.start,
      end: partial_text.end,
      startIndex: partial_text.startindex,
      endIndex: partial_text.endindex,
      md5: partial_text.quotemd5,
    }
    expect(resolvePartialQuote(full_text, partial)).toBe(wanted)
  })

  it('finds a short selection that is its own start and end', () => {
    const partial = { start: 'hello', end: 'hello', startIndex: 0, endIndex: 0, md5: null }
    expect(resolvePartialQuote('say hello twice', partial)).toBe('hello')
  })

  it('ends on an occurrence number that no text can have', () => {
    const partial = { start: 'a', end: 'a', startIndex: Number.MAX_SAFE_INTEGER, endIndex: 0, md5: null }
    expect(resolvePartialQuote('aaaa', partial)).toBeNull()
    expect(resolvePartialQuote('aaaa', { ...partial, start: '', startIndex: 0 })).toBeNull()
  })
})
