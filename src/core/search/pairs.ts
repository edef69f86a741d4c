import type { Token } from './tokeniser.ts'

/**
 * Every two characters of scripts without blanks that follow each other, each pair a token of its own. Two common
 * characters stand together in few messages: to find those by two lists of places reads through both, by the pair's
 * own list nothing but them.
 */
export function pairsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, text }, index) => {
    const next = tokens[index + 1]
    return kind === 'single' && next?.kind === 'single' ? [text + next.text] : []
  })
}

/** Whether pairs say all there is about tokens in a row. */
export function areInPairs(tokens: readonly Token[]): boolean {
  return tokens.length > 1 && tokens.every(({ kind }) => kind === 'single')
}
