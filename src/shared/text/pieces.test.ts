import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PIECE_BYTES, PIECE_CHARACTERS, splitText, utf8Bytes } from './pieces.ts'
import { isBlank } from './repair.ts'

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
  const ends = clusterEnds(text)
  let end = 0
  for (const piece of pieces) {
    expect(isBlank(piece)).toBe(false)
    expect(piece).not.toMatch(/^\s*\n|\n\s*$/u)
    const inside = clusterEnds(piece)
    if (inside.size > 1) expect(lengthOf(piece)).toBeLessThanOrEqual(limit ?? PIECE_CHARACTERS)
    const start = text.indexOf(piece, end)
    expect(start).not.toBe(-1)
    expect(isBlank(text.slice(end, start))).toBe(true)
    end = start + piece.length
    expect(ends.has(end)).toBe(true)
  }
  expect(isBlank(text.slice(end))).toBe(true)
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
        'https://shop.example/item?id=1,2&b=3',
        '1,234.50',
        '\u200b',
        '\u3164',
        '\ufe0f\n',
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

  it('loses nothing but blank lines and never cuts inside a cluster, whatever the text', () => {
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
    ['spaces', `a${' '.repeat(10_000)}b`],
    ['line breaks', `a${'\n'.repeat(10_000)}b`],
    ['marks on sentence ends', '。\u0301'.repeat(3000)],
  ])('keeps clusters whole in %s', (_name, text) => expectWhole(text))

  it('keeps a single longer cluster whole, and goes on behind it', () => {
    const cluster = `e${'\u0301'.repeat(5000)}`
    expect(splitText(`${cluster}tail`)).toEqual([cluster, 'tail'])
    expect(splitText(`head ${cluster}`)).toEqual(['head ', cluster])
  })

  it('prefers a paragraph to a sentence, a sentence to a word, and a word to a cut', () => {
    const words = 'some words '.repeat(9)
    expect(splitText(`${words}End.\n\nNext. More ${words}`, 120)[0]).toBe(`${words}End.`)
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
    expect(pieces.join('')).toBe(text.trimEnd())
    expect(pieces.every((piece) => lengthOf(piece) <= PIECE_CHARACTERS)).toBe(true)
  }, 60_000)
})

describe('what is kept whole where a text is split', () => {
  const intro = '这是一段介绍文字，没有句号只有逗号，'.repeat(97)

  it.each([
    ['a link with signs in it', 'https://shop.example/item?id=12345678&sku=red,blue&from=wx'],
    ['a link that ends a word', 'http://t.example/a;b/c!d'],
    ['an amount', '￥1,234,567.89'],
    ['a phone number', '138 0013 8000'],
    ['a card number', '6222 0212 3456 7890 123'],
    ['a date and a time', '2026-11-29 10:30:15'],
    ['a time as Chinese typing makes it', '10：30'],
    ['a date in Chinese', '2026年11月29日 10时30分'],
    ['an order number', 'DD-2026/11,0007_88'],
    ['another order number', 'SF 1234 5678 9012'],
    ['a word', 'Schifffahrtsgesellschaft'],
  ])('%s', (_name, thing) => {
    // at every place around the end of a piece
    for (let shift = 0; shift <= lengthOf(thing) + 2; shift += 1) {
      const text = `${'字'.repeat(PIECE_CHARACTERS - shift)}${thing}谢谢您`
      expect(splitText(text).filter((piece) => piece.includes(thing))).toHaveLength(1)
      expectWhole(text)
    }
  })

  it('begins the next piece with a link that does not fit', () => {
    const link = 'https://shop.example/item?id=12345678&sku=red,blue&from=wx'
    const [first, second] = splitText(`${intro}详情看 ${link} 谢谢您`)
    expect(first).toBe(`${intro}详情看 `)
    expect(second).toBe(`${link} 谢谢您`)
  })

  it('cuts what fits into no piece', () => {
    expectWhole(`https://shop.example/${'a'.repeat(5000)}`)
    expectWhole('12345,'.repeat(900))
  })

  it('cuts a list of numbers between them', () => {
    for (const sign of [' ', ',', '，']) {
      const text = Array.from({ length: 900 }, (_, index) => 100_000 + index).join(sign)
      const ends = splitText(text).map((piece) => piece.trim())
      for (const piece of ends) expect(piece).toMatch(/^\d{6}\b.*\b\d{6}[,，]?$/su)
    }
  })
})

describe('blank lines and blank pieces', () => {
  it.each([
    [`${'x'.repeat(1800)}\n\n`, ['x'.repeat(1800)]],
    [`${'x'.repeat(1500)}${'\n'.repeat(2000)}y`, ['x'.repeat(1500), 'y']],
    [`\n \n  indented\nnext \n\u200b\n`, ['  indented\nnext']],
    [`${'x'.repeat(1800)}${' '.repeat(4000)}y`, ['x'.repeat(1800), expect.stringMatching(/^ +y$/)]],
    [`${'x'.repeat(1800)}${'\u200b'.repeat(2000)}`, ['x'.repeat(1800)]],
    [`${'x'.repeat(900)} ${'y'.repeat(899)}\n`, [`${'x'.repeat(900)} ${'y'.repeat(899)}`]],
    ['\u2764\ufe0f\n', ['\u2764\ufe0f']],
    ['\n\n', []],
  ])('%#', (text, pieces) => {
    expect(splitText(text)).toEqual(pieces)
  })
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
