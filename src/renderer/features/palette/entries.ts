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

/**
 * What was typed finds entries by their label, then by what else stands for them; in each the order given holds.
 * Groups without a find are left out. Nothing typed shows the first of people, accounts and tags and all there is to do.
 */
export function findEntries(
  entries: readonly PaletteEntry[],
  typed: string,
  matches: NameMatch,
): FoundGroup[] {
  const isAsked = typed.trim() !== ''
  return PALETTE_GROUPS.flatMap((group) => {
    const all = entries.filter((entry) => entry.group === group)
    const isList = group === 'people' || group === 'accounts' || group === 'tags'
    const items = isAsked ? ranked(all, typed, matches) : isList ? all.slice(0, MOST_AT_FIRST) : all
    return items.length > 0 ? [{ group, items }] : []
  })
}

function ranked(entries: readonly PaletteEntry[], typed: string, matches: NameMatch): PaletteEntry[] {
  const start = typed.trim().toLocaleLowerCase()
  const ranks: [PaletteEntry[], PaletteEntry[], PaletteEntry[]] = [[], [], []]
  for (const entry of entries) {
    const { label, detail, words = [] } = entry
    if (label.toLocaleLowerCase().startsWith(start)) ranks[0].push(entry)
    else if (matches(label, typed)) ranks[1].push(entry)
    else if ([detail ?? '', ...words].some((word) => matches(word, typed))) ranks[2].push(entry)
  }
  return ranks.flat().slice(0, MOST_FOUND)
}
