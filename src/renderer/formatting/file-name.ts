/** Characters that draw nothing or turn the direction of what follows; a name can lie with them (P12). */
const INVISIBLE =
  /[\p{Cc}\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Longest name shown whole, in characters. */
const LONGEST = 48
/** Longest ending that still counts as an extension. */
const LONGEST_EXTENSION = 12
const LEAST_STEM = 8

/** A file's name for the eye. */
export interface ShownFileName {
  /** The whole name without what deceives. */
  full: string
  /** The same, cut in the middle when long, so that the extension stays visible. */
  short: string
}

/** A name that a server or contact chose, made safe to show; empty names stay empty. */
export function shownFileName(name: string): ShownFileName {
  const full = name.replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim()
  const characters = [...full]
  if (characters.length <= LONGEST) return { full, short: full }
  const dot = characters.lastIndexOf('.')
  const extension = dot > 0 && characters.length - dot <= LONGEST_EXTENSION ? characters.slice(dot) : []
  const tail = [...characters.slice(0, characters.length - extension.length).slice(-4), ...extension]
  const head = characters.slice(0, Math.max(LEAST_STEM, LONGEST - tail.length - 1))
  return { full, short: `${head.join('').trimEnd()}…${tail.join('')}` }
}
