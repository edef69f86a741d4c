import { createHash } from 'node:crypto'

/** Which part of a text a quote means (fact sheet 4.8, `ref_msg.partial_text`). */
export interface PartialQuote {
  readonly start: string
  readonly end: string
  /** Which occurrence of `start` is meant, from 0. */
  readonly startIndex: number
  /** Which occurrence of `end` is meant, from 0; over the whole text or behind `start`. */
  readonly endIndex: number
  /** MD5 of the selection's UTF-8 bytes in hex of either case; null when none was given. */
  readonly md5: string | null
}

function nthIndexOf(text: string, needle: string, nth: number, from: number): number {
  let at = text.indexOf(needle, from)
  for (let n = 0; n < nth && at !== -1; n += 1) at = text.indexOf(needle, at + needle.length)
  return at
}

function md5Of(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}

/**
 * The quoted part of `fullText`, or null when nothing fits and the whole text should be shown. The
 * end may be counted over the whole text or only behind the start; the hash decides, and without
 * one the whole-text reading wins.
 */
export function resolvePartialQuote(fullText: string, partial: PartialQuote): string | null {
  if (partial.start === '' || partial.end === '') return null
  const start = nthIndexOf(fullText, partial.start, partial.startIndex, 0)
  if (start === -1) return null
  const startEnd = start + partial.start.length

  const candidates: string[] = []
  for (const from of [0, startEnd]) {
    const end = nthIndexOf(fullText, partial.end, partial.endIndex, from)
    const stop = end + partial.end.length
    if (end >= start && stop >= startEnd) candidates.push(fullText.slice(start, stop))
  }

  const wanted = partial.md5?.toLowerCase() ?? ''
  if (wanted === '') return candidates[0] ?? null
  return candidates.find((candidate) => md5Of(candidate) === wanted) ?? null
}
