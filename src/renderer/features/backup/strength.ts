import { MIN_PASSPHRASE } from '#shared/limits.ts'

export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** Kinds of characters, and how many bits one of a kind is worth to whoever picks words that can be kept in mind. */
const KINDS: readonly [RegExp, number][] = [
  [/\p{Nd}/u, 3.3],
  [/\p{Script=Han}/u, 6],
  [/\p{Lu}/u, 2.6],
  [/\p{L}/u, 2.6],
]
const OTHER_BITS = 4
/** What it is worth that another kind follows. */
const CHANGE_BITS = 2

/** From here on guessing takes long, and from here on too long, at the price that scrypt puts on a guess. */
const FAIR_BITS = 30
const STRONG_BITS = 50

/** Whether a passphrase has as many characters as a backup wants. */
export function isLongEnough(passphrase: string): boolean {
  return [...passphrase].length >= MIN_PASSPHRASE
}

/** A rough hint, from length and variety; what repeats or counts on adds little or nothing. */
export function strengthOf(passphrase: string): Strength {
  if (!isLongEnough(passphrase)) return 'short'
  const bits = bitsOf([...passphrase])
  if (bits < FAIR_BITS) return 'weak'
  return bits < STRONG_BITS ? 'fair' : 'strong'
}

function bitsOf(characters: readonly string[]): number {
  const seen = new Set<string>()
  let bits = 0
  let before: { kind: number; point: number } | null = null
  for (const character of characters) {
    const point = character.codePointAt(0) ?? 0
    const kind = KINDS.findIndex(([pattern]) => pattern.test(character))
    const worth = KINDS[kind]?.[1] ?? OTHER_BITS
    const isNext = before !== null && Math.abs(point - before.point) <= 1
    if (!isNext) bits += seen.has(character) ? worth / 2 : worth
    if (before !== null && before.kind !== kind) bits += CHANGE_BITS
    seen.add(character)
    before = { kind, point }
  }
  return bits
}
