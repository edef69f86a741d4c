import { MAX_URL } from '../limits.ts'
import { wholeSpans } from './whole-spans.ts'

/**
 * The beginning of a text, at most `limit` UTF-16 units. It never ends in half a character, nor in half a link,
 * number or word, unless less than half of the excerpt would be left.
 */
export function excerpt(text: string, limit: number): string {
  const cut = text.slice(0, limit)
  if (cut.length === text.length) return text
  const through = wholeSpans(text.slice(0, limit + MAX_URL), limit).at(-1)
  if (through !== undefined && through.end > limit && through.start >= limit / 2)
    return text.slice(0, through.start)
  return /[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut
}
