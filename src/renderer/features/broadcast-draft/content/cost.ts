import type { NameFallbacks } from '#shared/model/broadcast.ts'
import { QUOTA } from '#shared/model/reply-window.ts'
import { fillPlaceholders, type GivenNames } from '#shared/text/placeholders.ts'
import { type Cost, costOf } from '../../../parts/composing/cost.ts'

/** What a content takes per person: fewest and most messages, as names are short or long. */
export interface ContentCost {
  text: { from: number; to: number }
  files: number
  from: number
  to: number
  problem: Cost['problem'] | 'too-many-messages'
}

const NAMELESS: GivenNames = { contact: null, account: null }

/**
 * Counts messages: those of the text as people get it, and one per file.
 * @param people the names of everybody who is to get it
 * @param reserve messages kept for the operator's own replies
 */
export function contentCost(
  { text, fallbacks, files }: { text: string; fallbacks: NameFallbacks; files: number },
  people: readonly GivenNames[],
  reserve: number,
): ContentCost {
  const [shortest, longest] = extremes(text, fallbacks, people)
  const least = costOf(fillPlaceholders(text, shortest, fallbacks))
  const most = shortest === longest ? least : costOf(fillPlaceholders(text, longest, fallbacks))
  const to = most.pieces + files
  return {
    text: { from: least.pieces, to: most.pieces },
    files,
    from: least.pieces + files,
    to,
    problem: most.problem ?? (to > QUOTA - reserve ? 'too-many-messages' : null),
  }
}

/** Whose names make the text shortest and longest; a long text is not filled in for everybody. */
function extremes(
  text: string,
  fallbacks: NameFallbacks,
  people: readonly GivenNames[],
): [GivenNames, GivenNames] {
  const lengthWith = (contact: string, account: string) =>
    fillPlaceholders(text, { contact, account }, fallbacks).length
  const bare = lengthWith('x', 'x')
  const contacts = lengthWith('xx', 'x') - bare
  const accounts = lengthWith('x', 'xx') - bare
  let [shortest, longest] = [people[0] ?? NAMELESS, people[0] ?? NAMELESS]
  if (contacts + accounts === 0) return [shortest, shortest]
  const added = ({ contact, account }: GivenNames) =>
    (contact ?? fallbacks.contact).length * contacts + (account ?? fallbacks.account).length * accounts
  for (const names of people) {
    if (added(names) < added(shortest)) shortest = names
    if (added(names) > added(longest)) longest = names
  }
  return [shortest, longest]
}
