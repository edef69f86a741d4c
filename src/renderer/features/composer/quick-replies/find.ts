import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { NameMatch } from '../../../formatting/name-match.ts'

/** So many are listed; whoever looks for more goes on typing. */
export const LISTED = 50

/** What was found, the best first. */
export interface Found {
  replies: readonly QuickReply[]
  /** How many more there are. */
  more: number
}

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase()

/** What a quick reply is found by, folded. */
interface Words {
  reply: QuickReply
  title: string
  group: string
  rest: string
}

function wordsOf(reply: QuickReply): Words {
  const rest = reply.items.map((item) => (item.kind === 'text' ? item.text : item.name)).join('\n')
  return { reply, title: fold(reply.title), group: fold(reply.group), rest: fold(rest) }
}

/** How well a quick reply fits, 0 being best; null where it does not. */
function rankOf({ reply, title, group, rest }: Words, typed: string, matches: NameMatch): number | null {
  if (title.startsWith(typed)) return 0
  if (title.includes(typed)) return 1
  // readings are dear: only letters spell them
  if (/^[a-zü]+$/u.test(typed) && matches(reply.title, typed)) return 2
  if (group.includes(typed)) return 3
  return rest.includes(typed) ? 4 : null
}

/**
 * Finds by title, its pinyin and initials, group, text and names of files. What goes on from what was typed before is
 * looked for among what that found.
 * @param replies in the operator's order
 */
export function createFinder(replies: readonly QuickReply[], matches: NameMatch): (typed: string) => Found {
  let all: readonly Words[] | null = null
  let last: { typed: string; found: readonly Words[] } | null = null
  return (given) => {
    const typed = fold(given)
    all ??= replies.map(wordsOf)
    const among = last !== null && typed.startsWith(last.typed) ? last.found : all
    const found = among.flatMap((words) => {
      const rank = rankOf(words, typed, matches)
      return rank === null ? [] : [{ words, rank }]
    })
    last = { typed, found: found.map(({ words }) => words) }
    const best = found.toSorted((one, other) => one.rank - other.rank).map(({ words }) => words.reply)
    return { replies: best.slice(0, LISTED), more: Math.max(0, best.length - LISTED) }
  }
}
