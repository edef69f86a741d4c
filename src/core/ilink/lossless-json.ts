/**
 * JSON in which `message_id`, `msg_id` and `svr_id` survive. They are unsigned 64-bit numbers and
 * mostly unquoted, so an ordinary parser rounds them (fact sheet 1.5).
 *
 * The widening is a text search, not a parser. Inside a string every quote stands behind a
 * backslash, and after a string's closing quote no letter can follow; so in valid JSON a quote
 * without a backslash before it, followed by one of the three names and another quote, always
 * begins a string of its own. With a colon and a whole number behind it, it is a member to widen.
 */

const ID_MEMBER =
  /("(?<!\\")(?:message_id|msg_id|svr_id)"[ \t\r\n]*:[ \t\r\n]*)(-?(?:0|[1-9][0-9]*))(?=[ \t\r\n,}])/g

/** The same JSON text with the three ids written as strings. Quoted ids and everything else stay. */
export function widenIds(text: string): string {
  return text.replace(ID_MEMBER, '$1"$2"')
}

/** `JSON.parse` with the three ids as decimal strings. Throws `SyntaxError` like `JSON.parse`. */
export function parseLossless(text: string): unknown {
  return JSON.parse(widenIds(text))
}
