/**
 * JSON in which `message_id`, `msg_id` and `svr_id` survive. They are unsigned 64-bit numbers and
 * mostly unquoted, so an ordinary parser rounds them (fact sheet 1.5).
 *
 * The widening is a text search, not a parser. Inside a string every quote stands behind a
 * backslash, and after a string's closing quote no letter can follow; so in valid JSON a quote
 * without a backslash before it, followed by one of the three names and another quote, always
 * begins a string of its own. With a colon and a whole number behind it, it is a member to widen.
 */

const ID_KEYS = ['"message_id"', '"msg_id"', '"svr_id"'] as const
const MEMBER = /[ \t\r\n]*:[ \t\r\n]*(-?(?:0|[1-9][0-9]*))(?=[ \t\r\n,}])/y
const BACKSLASH = 92

interface Digits {
  readonly start: number
  readonly end: number
}

function findDigits(text: string): Digits[] {
  const found: Digits[] = []
  for (const key of ID_KEYS) {
    for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + key.length)) {
      if (text.charCodeAt(at - 1) === BACKSLASH) continue
      MEMBER.lastIndex = at + key.length
      const digits = MEMBER.exec(text)?.[1]
      if (digits === undefined) continue
      found.push({ start: MEMBER.lastIndex - digits.length, end: MEMBER.lastIndex })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The same JSON text with the three ids written as strings. Quoted ids and everything else stay. */
export function widenIds(text: string): string {
  const numbers = findDigits(text)
  if (numbers.length === 0) return text
  const pieces: string[] = []
  let done = 0
  for (const { start, end } of numbers) {
    pieces.push(text.slice(done, start), '"', text.slice(start, end), '"')
    done = end
  }
  pieces.push(text.slice(done))
  return pieces.join('')
}

/** `JSON.parse` with the three ids as decimal strings. Throws `SyntaxError` like `JSON.parse`. */
export function parseLossless(text: string): unknown {
  return JSON.parse(widenIds(text))
}
