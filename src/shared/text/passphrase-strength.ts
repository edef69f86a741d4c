import { MIN_PASSPHRASE } from '../limits.ts'

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

/**
 * What is tried before anything else, in the forms that people give it; each counts as one character. Digits that
 * stand for letters are read as those.
 */
const COMMON =
  /passwo?r?t?d|passw|qwert[yz]?u?i?o?p?|asdfg?h?j?k?l?|[yz]xcvb?n?m?|1qaz|2wsx|3edc|4rfv|iloveyou|welcome|letmein|admin|abc123|linkboard|we?ixin|wechat|woaini|zhongguo|nihao|mima|5201?314|1314|(?:19|20)\d\d|monkey|dragon|sunshine|princess|football|密码|我爱你|你好/u
const ALL_COMMON = new RegExp(COMMON, 'gu')
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'i'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['@', 'a'],
  ['$', 's'],
  ['!', 'i'],
])

/** Whether a passphrase has as many characters as a backup wants. */
export function isLongEnough(passphrase: string): boolean {
  return [...passphrase].length >= MIN_PASSPHRASE
}

/**
 * A rough measure, from length and variety; what repeats, counts on or is among the first that anybody tries adds
 * little or nothing. A backup takes none that is weak.
 */
export function strengthOf(passphrase: string): Strength {
  if (!isLongEnough(passphrase)) return 'short'
  const lower = passphrase.toLowerCase()
  const read = [...lower].map((character) => LOOKALIKES.get(character) ?? character).join('')
  const withoutCommon = [lower, read]
    .filter((text) => COMMON.test(text))
    .map((text) => text.replace(ALL_COMMON, 'x'))
  const bits = Math.min(...[passphrase, ...withoutCommon].map((text) => bitsOf([...text])))
  if (bits < FAIR_BITS) return 'weak'
  return bits < STRONG_BITS ? 'fair' : 'strong'
}

/** Whether a backup takes the passphrase: it holds every account, and may lie where others can try. */
export function isStrongEnough(passphrase: string): boolean {
  const strength = strengthOf(passphrase)
  return strength !== 'short' && strength !== 'weak'
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
