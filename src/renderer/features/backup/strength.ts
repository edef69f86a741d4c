import { MIN_PASSPHRASE } from '#shared/model/backup.ts'

export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** Kinds of characters, and from how many a guesser has to choose. */
const KINDS: readonly [RegExp, number][] = [
  [/\p{Nd}/u, 10],
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{Script=Han}/u, 1500],
  [/[^\p{L}\p{Nd}]/u, 33],
]

/** Bits below which a machine that tries passphrases is worth fearing, and above which it is not. */
const FAIR_BITS = 45
const STRONG_BITS = 70

/** Whether a passphrase has as many characters as a backup wants. */
export function isLongEnough(passphrase: string): boolean {
  return [...passphrase].length >= MIN_PASSPHRASE
}

/** A rough hint, from length and variety; what repeats or counts on adds nothing. */
export function strengthOf(passphrase: string): Strength {
  if (!isLongEnough(passphrase)) return 'short'
  const points = [...passphrase].map((character) => character.codePointAt(0) ?? 0)
  const surprising = points.filter((point, index) => {
    const step = point - (points[index - 1] ?? Number.NEGATIVE_INFINITY)
    return Math.abs(step) > 1
  })
  const seen = new Set(surprising)
  const pool = KINDS.reduce((sum, [kind, size]) => sum + (kind.test(passphrase) ? size : 0), 0)
  // a character that came before is guessed sooner than a new one
  const bits = (seen.size + (surprising.length - seen.size) / 2) * Math.log2(Math.max(pool, 2))
  if (bits < FAIR_BITS) return 'weak'
  return bits < STRONG_BITS ? 'fair' : 'strong'
}
