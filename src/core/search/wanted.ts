import { MIN_DIGITS, numbersOf } from './numbers.ts'
import type { Token, Tokeniser } from './tokeniser.ts'

/** From so many characters on a word is found by its beginning; a shorter one would find nearly everything. */
export const MIN_PREFIX = 2

/** Tokens that stand next to each other, with nothing but signs and blanks between. */
export interface Term {
  tokens: readonly Token[]
  /** The last token is the beginning of a word, or all of it. */
  isPrefix: boolean
  /** Digits that may stand anywhere within a number; null for what is found as words. */
  partOfNumber: string | null
}

/** What was typed: every term has to be found, in whatever order. A blank parts terms. */
export function readWanted(tokeniser: Tokeniser, typed: string): Term[] {
  return typed.split(/\p{White_Space}+/u).flatMap((word) => {
    const tokens = tokeniser.tokens(word)
    const last = tokens.at(-1)
    if (last === undefined) return []
    const isPrefix = last.kind !== 'single' && [...last.text].length >= MIN_PREFIX
    return [{ tokens, isPrefix, partOfNumber: partOfNumber(tokens) }]
  })
}

function partOfNumber(tokens: readonly Token[]): string | null {
  const [number, ...others] = numbersOf(tokens)
  const isAll = others.length === 0 && tokens.every(({ kind }) => kind === 'digits')
  return isAll && number !== undefined && [...number.digits].length >= MIN_DIGITS ? number.digits : null
}

/** Whether a term stands in a text, which was taken apart. */
export function standsIn(tokens: readonly Token[], term: Term): boolean {
  return places(tokens, term).length > 0
}

/** Where the terms stand in the text of these tokens, in its UTF-16 units, ascending, none within another. */
export function marksOf(tokens: readonly Token[], wanted: readonly Term[]): [number, number][] {
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
  if (term.partOfNumber !== null) return numberPlaces(tokens, term.partOfNumber)
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

function numberPlaces(tokens: readonly Token[], wanted: string): [number, number][] {
  return numbersOf(tokens).flatMap(({ digits, start, end }): [number, number][] => {
    const at = digits.indexOf(wanted)
    if (at === -1) return []
    return end - start === digits.length ? [[start + at, start + at + wanted.length]] : [[start, end]]
  })
}
