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

const PARAGRAPH_END = /\n[^\S\n]*\n+|\n/gu
const SENTENCE_END = /[。！？!?…]+["'”’）)」』]*\s*|\.["')]*\s+|[；;]\s*/gu
const WORD_END = /[\s，、,]+/gu

/** End of the last match of `pattern` in `text`, or 0 when a cut there would leave too small a piece. */
function lastEnd(text: string, pattern: RegExp): number {
  let end = 0
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length
  return end >= text.length / 3 ? end : 0
}

/** End of the last whole grapheme cluster within `limit` code points; a longer single cluster is kept whole. */
function graphemeEnd(text: string, limit: number): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let end = 0
  let characters = 0
  for (const { segment } of segmenter.segment(text)) {
    const length = [...segment].length
    if (end > 0 && characters + length > limit) break
    end += segment.length
    characters += length
    if (characters >= limit) break
  }
  return end
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
  const pieces: string[] = []
  let rest = text
  while (true) {
    const head = rest.slice(0, unitsOf(rest, limit))
    if (head.length === rest.length) break
    // A cluster may reach over the limit, so the head must end between clusters before it is searched.
    const whole = rest.slice(0, graphemeEnd(rest.slice(0, head.length + 64), limit))
    const end =
      lastEnd(whole, PARAGRAPH_END) ||
      lastEnd(whole, SENTENCE_END) ||
      lastEnd(whole, WORD_END) ||
      whole.length
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest.length > 0) pieces.push(rest)
  return pieces
}
