import { membersOf } from '#shared/members.ts'
import type { NameMatch } from '../../formatting/name-match.ts'
import type { ShortcutId } from '../../parts/keys/shortcuts.ts'

export type PaletteGroup = 'people' | 'accounts' | 'tags' | 'actions' | 'screens'

/** In the order in which they are shown. */
export const PALETTE_GROUPS = membersOf<PaletteGroup>({
  people: true,
  accounts: true,
  tags: true,
  actions: true,
  screens: true,
})

/** Something that the palette finds and does. */
export interface PaletteEntry {
  /** Unlike any other. */
  id: string
  group: PaletteGroup
  label: string
  /** Tells namesakes apart; found by as well. */
  detail?: string
  /** What it is called besides; as good as its label. */
  alias?: string
  /** What else it is found by: other names, the same action in another language. */
  words?: readonly string[]
  shortcut?: ShortcutId
  run: () => void
}

/** So many of a group are shown at once, before and after something was typed. */
const MOST_AT_FIRST = 5
const MOST_FOUND = 20

/** What a group shows of itself. */
export interface FoundGroup {
  group: PaletteGroup
  items: PaletteEntry[]
}

/** How well an entry was found: its label begins so, its label or its other name holds it, or what else stands for it does. */
type Rank = 0 | 1 | 2

/**
 * What was typed finds entries by their label, then by what else stands for them; in each the order given holds, and
 * the group with the best find is the first: Enter takes what was named, not what merely has the same words beside it.
 * Groups without a find are left out. Nothing typed shows the first of people, accounts and tags and all there is to do.
 */
export function findEntries(
  entries: readonly PaletteEntry[],
  typed: string,
  matches: NameMatch,
): FoundGroup[] {
  const groups = PALETTE_GROUPS.map((group) => ({
    group,
    all: entries.filter((entry) => entry.group === group),
  }))
  if (typed.trim() === '')
    return groups
      .map(({ group, all }) => ({ group, items: isList(group) ? all.slice(0, MOST_AT_FIRST) : all }))
      .filter(({ items }) => items.length > 0)
  return groups
    .map(({ group, all }) => ({ group, found: ranked(all, typed, matches) }))
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => (a.found[0]?.rank ?? 0) - (b.found[0]?.rank ?? 0))
    .map(({ group, found }) => ({ group, items: found.slice(0, MOST_FOUND).map(({ entry }) => entry) }))
}

const isList = (group: PaletteGroup) => group === 'people' || group === 'accounts' || group === 'tags'

/** The entries that were found, the best first. */
function ranked(
  entries: readonly PaletteEntry[],
  typed: string,
  matches: NameMatch,
): { entry: PaletteEntry; rank: Rank }[] {
  const start = typed.trim().toLocaleLowerCase()
  const rankOf = ({ label, alias = '', detail, words = [] }: PaletteEntry): Rank | null => {
    if (label.toLocaleLowerCase().startsWith(start)) return 0
    if (matches(label, typed) || matches(alias, typed)) return 1
    return [detail ?? '', ...words].some((word) => matches(word, typed)) ? 2 : null
  }
  return entries
    .flatMap((entry) => {
      const rank = rankOf(entry)
      return rank === null ? [] : [{ entry, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
}
