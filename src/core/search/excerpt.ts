/** What stands before the first mark at most, and of all of it, in UTF-16 units. */
const LEAD = 24
const LENGTH = 160

/**
 * The part of a text around its first mark, in one line, with the marks that lie in it. It begins and ends with a dot
 * sign where something is left out.
 */
export function excerptOf(
  text: string,
  marks: readonly (readonly [number, number])[],
): { excerpt: string; marks: [number, number][] } {
  const first = marks[0]?.[0] ?? 0
  const start = first <= LEAD * 2 ? 0 : wholeFrom(text, first - LEAD)
  const end = wholeFrom(text, Math.min(text.length, start + LENGTH))
  const lead = start > 0 ? '…' : ''
  const shift = lead.length - start
  return {
    excerpt: `${lead}${text.slice(start, end).replace(/[\r\n\t\u2028\u2029]/gu, ' ')}${end < text.length ? '…' : ''}`,
    marks: marks.flatMap(([from, to]): [number, number][] =>
      from >= end || to <= start ? [] : [[Math.max(from, start) + shift, Math.min(to, end) + shift]],
    ),
  }
}

/** The place itself, or the one before where it lies within a character. */
function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
