import { cleanFileName } from '#shared/text/file-name.ts'

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
  const full = cleanFileName(name)
  const characters = charactersOf(full)
  if (characters.length <= LONGEST) return { full, short: full }
  const dot = characters.lastIndexOf('.')
  const extension = dot > 0 && characters.length - dot <= LONGEST_EXTENSION ? characters.slice(dot) : []
  const tail = [...characters.slice(0, characters.length - extension.length).slice(-4), ...extension]
  const head = characters.slice(0, Math.max(LEAST_STEM, LONGEST - tail.length - 1))
  return { full, short: `${head.join('').trimEnd()}…${tail.join('')}` }
}

/** What a reader takes for one character each, so that none is cut in two. */
function charactersOf(name: string): string[] {
  return Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
}
