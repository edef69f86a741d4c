import { isBlank, withoutBlankBeginning, withoutBlankEnd } from './repair.ts'
import { type Span, wholeSpans } from './whole-spans.ts'

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
/** The longest stretch that is kept whole, in UTF-16 units beyond a full piece. */
const SPAN_LOOK_AHEAD = PIECE_CHARACTERS * 2

const PARAGRAPH_END = /\n[^\S\n]*\n+|\n/gu
const SENTENCE_END = /[。！？!?…]+["'”’）)」』]*\s*|\.["')]*\s+|[；;]\s*/gu
const WORD_END = /[\s，、,]+/gu

/** End of the last match that may be cut behind, or 0 when a cut there would leave too small a piece. */
function lastEnd(text: string, pattern: RegExp, mayCut: (at: number) => boolean): number {
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const matchEnd = match.index + match[0].length
    if (mayCut(matchEnd)) end = matchEnd
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

/** Where the first piece of a text that is longer than one ends. */
function cutOf(text: string, limit: number, segmenter: Intl.Segmenter): number {
  const ends = clusterEndsWithin(text, limit, segmenter)
  const whole = text.slice(0, ends.at(-1))
  const clusterEnds = new Set(ends)
  const spans = keptWhole(text.slice(0, whole.length + SPAN_LOOK_AHEAD), whole.length, limit)
  const mayCut = (at: number) => clusterEnds.has(at) && !isInside(spans, at)
  return (
    lastEnd(whole, PARAGRAPH_END, mayCut) ||
    lastEnd(whole, SENTENCE_END, mayCut) ||
    lastEnd(whole, WORD_END, mayCut) ||
    // what does not fit begins the next piece
    (ends.findLast(mayCut) ?? whole.length)
  )
}

/** What is not to be cut. What fits into no piece at all has to be. */
function keptWhole(text: string, until: number, limit: number): Span[] {
  return wholeSpans(text, until).filter(({ start, end }) => end - start <= limit)
}

/** Whether a cut here would go through one of the spans, which are sorted. */
function isInside(spans: readonly Span[], at: number): boolean {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return (spans[low]?.start ?? at) < at
}

/**
 * Splits a text into the pieces it is sent in: at a paragraph, else a sentence, else a word, else between
 * grapheme clusters, and never inside a link, a number or a word that fits into a piece. No piece is blank, and
 * none begins or ends with blank lines; but for those the pieces joined give the text again, to the character.
 */
export function splitText(text: string, limit: number = PIECE_CHARACTERS): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const pieces: string[] = []
  const add = (piece: string) => {
    if (!isBlank(piece)) pieces.push(withoutBlankEnd(piece))
  }
  let rest = withoutBlankEnd(withoutBlankBeginning(text))
  if (rest.length > limit) rest = rest.trimEnd()
  while (rest.length > unitsOf(rest, limit)) {
    const end = cutOf(rest, limit, segmenter)
    add(rest.slice(0, end))
    rest = withoutBlankBeginning(rest.slice(end))
  }
  add(rest)
  return pieces
}
