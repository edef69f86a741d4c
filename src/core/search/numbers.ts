import type { Token } from './tokeniser.ts'

/** From so many digits on a number is found by any part of it: people know the last ones. */
export const MIN_DIGITS = 4

/** A row of digits in a text, whole also where it is long enough to be several tokens. */
export interface NumberInText {
  digits: string
  /** Where it stands in the text, in UTF-16 units. */
  start: number
  end: number
}

/** The numbers of a text, in their order. */
export function numbersOf(tokens: readonly Token[]): NumberInText[] {
  const numbers: NumberInText[] = []
  for (const { kind, text, start, end } of tokens) {
    if (kind !== 'digits') continue
    const before = numbers.at(-1)
    if (before?.end === start) {
      before.digits += text
      before.end = end
    } else numbers.push({ digits: text, start, end })
  }
  return numbers
}

/**
 * A number as its rows of four digits, each beginning a digit later: some digits stand within a number exactly where
 * their rows follow each other among its rows. Nothing for a number that is shorter.
 */
export function rowsOfFour(digits: string): string[] {
  const each = [...digits]
  return Array.from({ length: Math.max(0, each.length - MIN_DIGITS + 1) }, (_, from) =>
    each.slice(from, from + MIN_DIGITS).join(''),
  )
}
