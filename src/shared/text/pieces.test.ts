import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PIECE_BYTES, PIECE_CHARACTERS, splitText, utf8Bytes } from './pieces.ts'

const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'

function lengthOf(text: string): number {
  return [...text].length
}

/** Positions between grapheme clusters of the whole text. */
function clusterEnds(text: string): Set<number> {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)
  return new Set([...segments].map(({ index, segment }) => index + segment.length))
}

function expectWhole(text: string, limit?: number): void {
  const pieces = splitText(text, limit)
  expect(pieces.join('')).toBe(text)
  const ends = clusterEnds(text)
  let end = 0
  for (const piece of pieces) {
    expect(piece).not.toBe('')
    const inside = clusterEnds(piece)
    if (inside.size > 1) expect(lengthOf(piece)).toBeLessThanOrEqual(limit ?? PIECE_CHARACTERS)
    end += piece.length
    expect(ends.has(end)).toBe(true)
  }
}

/** Texts of the things that are easily cut in two. */
const difficult = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        FAMILY,
        '\r\n',
        '\n\n',
        'e\u0301',
        '。',
        '. ',
        ' ',
        ' \u0301',
        ',\u20e3',
        '!\ufe0f',
        '\u{1f1e8}\u{1f1f3}',
        '1\ufe0f\u20e3',
        '한국',
        'ก็',
        '\ud83d',
        '\udc4d',
        'word'.repeat(12),
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

describe('splitting a text', () => {
  it('leaves a text that fits alone, and makes nothing of nothing', () => {
    expect(splitText('')).toEqual([])
    expect(splitText('x'.repeat(1800))).toEqual(['x'.repeat(1800)])
    expect(splitText('\u{1f44d}'.repeat(1800))).toHaveLength(1)
    expect(splitText('x'.repeat(1801)).map(lengthOf)).toEqual([1800, 1])
  })

  it('gives the text again to the character and never cuts inside a cluster, whatever the text', () => {
    fc.assert(
      fc.property(difficult, fc.integer({ min: 1, max: 40 }), (text, limit) => expectWhole(text, limit)),
      { numRuns: 500 },
    )
  })

  it.each([
    ['families', FAMILY.repeat(1000)],
    ['flags', '\u{1f1e8}\u{1f1f3}'.repeat(3000)],
    ['lines of another system', 'line\r\n'.repeat(2000)],
    ['combining marks', 'e\u0301'.repeat(4000)],
    ['one endless word', 'x'.repeat(10_000)],
    ['spaces', ' '.repeat(10_000)],
    ['marks on sentence ends', '。\u0301'.repeat(3000)],
  ])('keeps clusters whole in %s', (_name, text) => expectWhole(text))

  it('keeps a single longer cluster whole, and goes on behind it', () => {
    const cluster = `e${'\u0301'.repeat(5000)}`
    expect(splitText(`${cluster}tail`)).toEqual([cluster, 'tail'])
    expect(splitText(`head ${cluster}`)).toEqual(['head ', cluster])
  })

  it('prefers a paragraph to a sentence, a sentence to a word, and a word to a cut', () => {
    const words = 'some words '.repeat(9)
    expect(splitText(`${words}End.\n\nNext. More ${words}`, 120)[0]).toBe(`${words}End.\n\n`)
    expect(splitText(`${words}End. More ${words}`, 120)[0]).toBe(`${words}End. `)
    expect(splitText(`${words}${words}`, 120)[0]).toBe(`${'some words '.repeat(10)}some `)
    expect(splitText(`${'句子很长'.repeat(20)}。${'下一句'.repeat(20)}`, 100)[0]).toBe(
      `${'句子很长'.repeat(20)}。`,
    )
    expect(splitText(`${'字，'.repeat(30)}${'字'.repeat(60)}`, 100)[0]).toBe('字，'.repeat(30))
    expect(splitText('字'.repeat(150), 100)[0]).toBe('字'.repeat(100))
  })

  it('does not make a tiny piece of an early paragraph', () => {
    const [first] = splitText(`Hi.\n\n${'x'.repeat(200)}`, 100)
    expect(lengthOf(first ?? '')).toBe(100)
  })

  it('takes a text of 5 MB', () => {
    const text = '一句话。 '.repeat(1_000_000)
    const pieces = splitText(text)
    expect(pieces.join('')).toBe(text)
    expect(pieces.every((piece) => lengthOf(piece) <= PIECE_CHARACTERS)).toBe(true)
  }, 60_000)
})

describe('bytes of a text', () => {
  it.each([
    ['字', 5461, 16_383],
    ['字', 5462, 16_386],
    ['a', 16_384, 16_384],
    ['\u{1f44d}', 1, 4],
    ['\ud83d', 2, 6],
  ])('of %s, %i times', (character, count, bytes) => {
    expect(utf8Bytes(character.repeat(count))).toBe(bytes)
    expect(bytes <= PIECE_BYTES).toBe(bytes !== 16_386)
  })

  it('are those of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(encodeURIComponent(text).replaceAll(/%../g, 'x').length)
      }),
    )
  })
})
