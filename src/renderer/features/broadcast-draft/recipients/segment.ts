import type { Segment } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId } from '#shared/model/ids.ts'
import type { RecipientChoice, SegmentFilter } from '#shared/model/recipient-choice.ts'

/** What a segment keeps of a choice. */
export function filterOf(choice: RecipientChoice): SegmentFilter {
  const { from, accounts, closesWithinHours, wroteWithinHours, quietForHours } = choice
  const { tags, notWithinDays, unreadOnly } = choice
  return {
    from,
    accounts,
    closesWithinHours,
    wroteWithinHours,
    quietForHours,
    tags,
    notWithinDays,
    unreadOnly,
  }
}

/** Whether two filters ask for the same, in whatever order accounts and tags were ticked. */
export function isSameFilter(one: SegmentFilter, other: SegmentFilter): boolean {
  return keyOf(one) === keyOf(other)
}

function keyOf({ from, accounts, tags, ...rest }: SegmentFilter): string {
  const { closesWithinHours, wroteWithinHours, quietForHours, notWithinDays, unreadOnly } = rest
  return JSON.stringify([
    typeof from === 'object' ? [from.run, from.which] : from,
    accounts?.toSorted() ?? null,
    ...[tags.any, tags.all, tags.none].map((list) => list.toSorted()),
    ...[closesWithinHours, wroteWithinHours, quietForHours, notWithinDays, unreadOnly],
  ])
}

/** The segment that a choice came from, else one that asks for the same, and whether it asks for something else by now. */
export function segmentOf(
  segments: readonly Segment[],
  chosen: Segment['id'] | null,
  choice: RecipientChoice,
): { segment: Segment; isChanged: boolean } | null {
  const filter = filterOf(choice)
  const segment =
    segments.find(({ id }) => id === chosen) ?? segments.find((one) => isSameFilter(one.filter, filter))
  return segment === undefined ? null : { segment, isChanged: !isSameFilter(segment.filter, filter) }
}

/** What a choice names that is not there any more: tags that nobody has, how many accounts, and the run that people are from. */
export function goneIn(
  { from, tags, accounts }: Pick<RecipientChoice, 'from' | 'tags' | 'accounts'>,
  known: {
    tags: readonly string[]
    accounts: ReadonlyMap<AccountId, unknown>
    broadcasts: ReadonlyMap<BroadcastId, unknown>
  },
): { tags: string[]; accounts: number; hasRun: boolean } {
  const asked = new Set([...tags.any, ...tags.all, ...tags.none])
  return {
    tags: [...asked].filter((tag) => !known.tags.includes(tag)),
    accounts: (accounts ?? []).filter((id) => !known.accounts.has(id)).length,
    hasRun: typeof from === 'object' && !known.broadcasts.has(from.run),
  }
}
