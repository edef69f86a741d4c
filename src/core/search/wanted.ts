import type { Token, Tokeniser } from './tokeniser.ts'

/** From so many characters on a word is found by its beginning; a shorter one would find nearly everything. */
export const MIN_PREFIX = 2
/** From so many digits on a number is found by any part of it: people know the last ones. */
export const MIN_DIGITS = 4
/** A longer number is found by its beginning alone. */
export const MAX_NUMBER = 32

/** Tokens that stand next to each other, with nothing but signs and blanks between. */
export interface Term {
  tokens: readonly Token[]
  /** The last token is the beginning of a word, or all of it. */
  isPrefix: boolean
  /** Digits that may stand anywhere within a number. */
  isPartOfNumber: boolean
}

/** What was typed: every term has to be found, in whatever order. A blank parts terms. */
export function readWanted(tokeniser: Tokeniser, typed: string): Term[] {
  return typed.split(/\p{White_Space}+/u).flatMap((word) => {
    const tokens = tokeniser.tokens(word)
    const last = tokens.at(-1)
    if (last === undefined) return []
    const isPrefix = last.kind !== 'single' && [...last.text].length >= MIN_PREFIX
    const isPartOfNumber = tokens.length === 1 && last.kind === 'digits' && last.text.length >= MIN_DIGITS
    return [{ tokens, isPrefix, isPartOfNumber }]
  })
}

/** Where the terms stand in a text, in its UTF-16 units, ascending, none within another. */
export function marksOf(tokeniser: Tokeniser, text: string, wanted: readonly Term[]): [number, number][] {
  const tokens = tokeniser.tokens(text)
  const marks = wanted.flatMap((term) => places(tokens, term))
  marks.sort(([one], [other]) => one - other)
  const merged: [number, number][] = []
  for (const [start, end] of marks) {
    const before = merged.at(-1)
    if (before !== undefined && start <= before[1]) before[1] = Math.max(before[1], end)
    else merged.push([start, end])
  }
  return merged
}

function places(tokens: readonly Token[], term: Term): [number, number][] {
  if (term.isPartOfNumber) return numberPlaces(tokens, term.tokens[0]?.text ?? '')
  const found: [number, number][] = []
  const { length } = term.tokens
  for (let at = 0; at + length <= tokens.length; at += 1) {
    const first = tokens[at]
    const last = tokens[at + length - 1]
    if (!first || !last) break
    const fits = term.tokens.every((token, index) => {
      const here = tokens[at + index]?.text ?? ''
      return term.isPrefix && index === length - 1 ? here.startsWith(token.text) : here === token.text
    })
    if (fits) found.push([first.start, endOf(last, term)])
  }
  return found
}

/** Of a longer word its beginning alone is marked, where folding has not changed its length. */
function endOf(last: Token, { tokens, isPrefix }: Term): number {
  const wanted = tokens.at(-1)?.text.length ?? 0
  const isLong = isPrefix && last.end - last.start === last.text.length
  return isLong ? last.start + wanted : last.end
}

function numberPlaces(tokens: readonly Token[], digits: string): [number, number][] {
  return tokens.flatMap((token): [number, number][] => {
    if (token.kind !== 'digits') return []
    const at = token.text.length <= MAX_NUMBER ? token.text.indexOf(digits) : 0
    if (at === -1 || !token.text.startsWith(digits, at)) return []
    return token.end - token.start === token.text.length
      ? [[token.start + at, token.start + at + digits.length]]
      : [[token.start, token.end]]
  })
}
