import type { i18n } from 'i18next'
import { type NameMatch, plainMatch } from '../../formatting/name-match.ts'

const LANGUAGES = ['en', 'zh-CN'] as const

/** What explains is a sentence; it says much that others are called. */
const SENTENCE = /[.。]$/u
/** In what is longer, any few letters are the initials of something. */
const LONGEST_BY_PINYIN = 16

/**
 * Finds settings by what is written on them, in every language that there is: who has set a language that they cannot
 * read finds the way back, and who was told a name finds it. `keys` name single texts or all below them.
 */
export function createFinder(translations: i18n): (keys: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (keys) =>
    keys.flatMap((key) => {
      const words = known.get(key) ?? LANGUAGES.flatMap((language) => wordsUnder(translations, language, key))
      known.set(key, words)
      return words
    })
}

function wordsUnder(translations: i18n, language: string, key: string): string[] {
  return leavesOf(translations.getResource(language, 'translation', key)).filter(
    (text) => !SENTENCE.test(text),
  )
}

function leavesOf(resource: unknown): string[] {
  if (typeof resource === 'string') return [resource]
  return typeof resource === 'object' && resource !== null ? Object.values(resource).flatMap(leavesOf) : []
}

/** Whether one of the words is meant by what was typed. */
export function isMeant(words: readonly string[], typed: string, matches: NameMatch): boolean {
  return words.some((word) => (word.length > LONGEST_BY_PINYIN ? plainMatch : matches)(word, typed))
}
