import { linksIn } from './links.ts'

/** A stretch that says something else when it is cut. */
export interface Span {
  start: number
  end: number
}

/** Letters and digits of which words and numbers are made that have no place to be cut at. */
const WORD = '[\\p{sc=Latn}\\p{sc=Cyrl}\\p{sc=Grek}\\p{Nd}\\p{M}]'
/** Signs that stand inside a word, a number, a time, an order number or a path. */
const INSIDE = "[.,:;/\\\\\\-_+@#%&=~*'’×·]"
/** Signs that stand between digits only: a blank of `138 0013 8000`, what Chinese typing makes of `10:30`, a date. */
const BETWEEN_DIGITS = '[ \\u00a0\\u2009\\u202f：，．、－／年月日号时分秒点]'
const TOKEN = new RegExp(
  `[$¥￥€£#+\\-−]?${WORD}+` +
    `(?:${INSIDE}{1,3}${WORD}+|(?<=\\p{Nd})${BETWEEN_DIGITS}{1,2}(?=\\p{Nd})${WORD}+|(?<=\\p{Lu}{2}) (?=\\p{Nd})${WORD}+)*` +
    '[%‰°年月日号时分秒点元]?',
  'gu',
)
/** Longest number with blanks or Chinese signs; a longer one is a list of them. */
const LONGEST_NUMBER = 40
const LISTED = new RegExp(BETWEEN_DIGITS, 'gu')
/** Longest token without a blank that counts as one thing; a longer one is cut at its signs. */
const LONGEST_TOKEN = 200
const NOTHING = /(?!)/gu
const SIGN = new RegExp(`(?!${WORD})[^]`, 'gu')

/**
 * What is not to be cut in a text: links, words, numbers with their separators, dates and times, order numbers.
 * Sorted, and none overlaps another.
 * @param until spans that begin here or later are not looked for
 */
export function wholeSpans(text: string, until: number = text.length): Span[] {
  const links = linksIn(text, until)
  const spans: Span[] = []
  let position = 0
  for (const { start, end } of links) {
    addTokens(spans, text, position, start)
    spans.push({ start, end })
    position = end
  }
  if (position < until) addTokens(spans, text, position, until)
  return spans
}

/** Adds the words and numbers that begin in a stretch of a text. */
function addTokens(spans: Span[], text: string, from: number, to: number): void {
  TOKEN.lastIndex = from
  for (let match = TOKEN.exec(text); match !== null && match.index < to; match = TOKEN.exec(text)) {
    const [token] = match
    const tokenEnd = match.index + token.length
    let start = match.index
    for (const { index } of token.matchAll(separatorsOf(token))) {
      const end = match.index + index
      if (end > start) spans.push({ start, end })
      start = end + 1
    }
    spans.push({ start, end: tokenEnd })
  }
}

/** What a token may be cut at, being more than one thing. */
function separatorsOf({ length }: string): RegExp {
  if (length > LONGEST_TOKEN) return SIGN
  return length > LONGEST_NUMBER ? LISTED : NOTHING
}
