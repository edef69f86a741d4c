/** Longest piece a text is sent in, in Unicode code points (fact sheet 5.1). */
export const PIECE_CHARACTERS = 1800
/** Hard limit of the server for one text, in UTF-8 bytes (fact sheet 5.1). */
export const PIECE_BYTES = 16_384

/** Number of UTF-8 bytes of a text. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** UTF-16 units looked at beyond a full piece, to see where its last cluster ends. */
const LOOK_AHEAD = 64

const PARAGRAPH_END = /\n[^\S\n]*\n+|\n/gu
const SENTENCE_END = /[。！？!?…]+["'”’）)」』]*\s*|\.["')]*\s+|[；;]\s*/gu
const WORD_END = /[\s，、,]+/gu

/** End of the last match that ends between clusters, or 0 when a cut there would leave too small a piece. */
function lastEnd(text: string, pattern: RegExp, clusterEnds: ReadonlySet<number>): number {
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const matchEnd = match.index + match[0].length
    if (clusterEnds.has(matchEnd)) end = matchEnd
  }
  return end >= text.length / 3 ? end : 0
}

/** Ends of the grapheme clusters that fit whole into `limit` code points; at least that of the first one. */
function clusterEndsWithin(text: string, limit: number, segmenter: Intl.Segmenter): number[] {
  // Segmenting copies what it is given, so it gets little more than it needs of a long text.
  for (let look = unitsOf(text, limit) + LOOK_AHEAD; ; look *= 2) {
    const ends: number[] = []
    let characters = 0
    for (const { segment, index } of segmenter.segment(text.slice(0, look))) {
      characters += [...segment].length
      if (ends.length > 0 && characters > limit) return ends
      ends.push(index + segment.length)
      if (characters >= limit) break
    }
    if (look >= text.length || (ends.at(-1) ?? 0) < look) return ends
  }
}

/** UTF-16 length of the first `count` code points. */
function unitsOf(text: string, count: number): number {
  let units = 0
  let seen = 0
  for (const character of text) {
    if (seen === count) break
    units += character.length
    seen += 1
  }
  return units
}

/**
 * Splits a text into the pieces it is sent in: at a paragraph, else a sentence, else a word, else
 * between grapheme clusters. The pieces joined give the text again, to the character.
 */
export function splitText(text: string, limit: number = PIECE_CHARACTERS): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const pieces: string[] = []
  let rest = text
  while (rest.length > unitsOf(rest, limit)) {
    const ends = clusterEndsWithin(rest, limit, segmenter)
    const whole = rest.slice(0, ends.at(-1))
    const inside = new Set(ends)
    const end =
      lastEnd(whole, PARAGRAPH_END, inside) ||
      lastEnd(whole, SENTENCE_END, inside) ||
      lastEnd(whole, WORD_END, inside) ||
      whole.length
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest.length > 0) pieces.push(rest)
  return pieces
}
