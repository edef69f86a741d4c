import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { NameMatch } from '../../../formatting/name-match.ts'

/** So many are listed; whoever looks for more goes on typing. */
export const LISTED = 50

/** What was found, the best first. */
export interface Found {
  replies: readonly QuickReply[]
  /** There are others behind them. */
  hasMore: boolean
}

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase()

/** What a quick reply is found by, folded. */
interface Words {
  reply: QuickReply
  title: string
  group: string
  /** Its texts and names of files; null until somebody looks into them. */
  rest: string | null
}

const wordsOf = (reply: QuickReply): Words => ({
  reply,
  title: fold(reply.title),
  group: fold(reply.group),
  rest: null,
})

function restOf(words: Words): string {
  const { items } = words.reply
  words.rest ??= fold(items.map((item) => (item.kind === 'text' ? item.text : item.name)).join('\n'))
  return words.rest
}

/**
 * How well a quick reply fits, 0 being best; null where it does not.
 * @param looksOn whether it is looked for in readings and texts too, which is dear
 */
function rankOf(words: Words, typed: string, matches: NameMatch, looksOn: boolean): number | null {
  if (words.title.startsWith(typed)) return 0
  if (words.title.includes(typed)) return 1
  // only letters spell a title, with digits behind them
  if (looksOn && /^[a-zü][a-zü\d]*$/u.test(typed) && matches(words.reply.title, typed)) return 2
  if (words.group.includes(typed)) return 3
  return looksOn && restOf(words).includes(typed) ? 4 : null
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
    let read = 0
    const found = among.flatMap((words) => {
      const rank = rankOf(words, typed, matches, read < LISTED)
      if (rank === 2) read += 1
      return rank === null ? [] : [{ words, rank }]
    })
    const isCut = read === LISTED
    if (!isCut) last = { typed, found: found.map(({ words }) => words) }
    const best = found.toSorted((one, other) => one.rank - other.rank).map(({ words }) => words.reply)
    return { replies: best.slice(0, LISTED), hasMore: isCut || best.length > LISTED }
  }
}
