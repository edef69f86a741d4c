import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { WINDOW_MS, windowAt } from '#shared/model/reply-window.ts'
import { compareLastWritten } from '#shared/model/routing.ts'
import { type Difference, SharedMap } from '../../store/shared-map.ts'
import type { InboxFilter, InboxSort } from '../../store/ui.ts'

/** What of the inbox is shown, and in which order. */
export interface InboxView {
  accountId: AccountId | null
  filter: InboxFilter
  /** Only conversations with contacts that have one of these; none: with everybody. */
  tags: readonly string[]
  sort: InboxSort
  /** Stays in the list whatever the filter says, because it is being read. */
  open: ConversationId | null
}

/** When an open window closes; windows that are not open come after all that are. */
function closingTime(conversation: ConversationSummary, now: number): number {
  return windowAt(conversation, now).kind === 'open'
    ? (conversation.lastInboundAt ?? 0) + WINDOW_MS
    : Number.POSITIVE_INFINITY
}

/** Newest first by arrival; where nothing was said yet nobody waits, so those come last. */
const byActivity = (a: ConversationSummary, b: ConversationSummary) =>
  b.activitySeq - a.activitySeq || compareLastWritten(a, b) || b.id - a.id

/** What is pinned stands above the rest, however that is sorted. */
const byPin = (a: ConversationSummary, b: ConversationSummary) => Number(b.isPinned) - Number(a.isPinned)

type Compare = (a: ConversationSummary, b: ConversationSummary) => number

function comparing(sort: InboxSort, now: number): Compare {
  if (sort === 'recent') return (a, b) => byPin(a, b) || byActivity(a, b)
  const known = new WeakMap<ConversationSummary, number>()
  const closing = (one: ConversationSummary): number => {
    const at = known.get(one) ?? closingTime(one, now)
    known.set(one, at)
    return at
  }
  const byClosing = (a: ConversationSummary, b: ConversationSummary) =>
    closing(a) === closing(b) ? byActivity(a, b) : closing(a) - closing(b)
  return (a, b) => byPin(a, b) || byClosing(a, b)
}

/** The first place in a sorted list that does not come before `one`. */
function placeOf(one: ConversationSummary, sorted: readonly ConversationSummary[], compare: Compare): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = sorted[middle]
    if (other && compare(other, one) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** From so many changed conversations on, and such a part of all, sorting all of them is the shorter way. */
const MANY = { count: 64, ofAll: 0.25 }

/**
 * Keeps the order of one list: what has changed since the last question is moved to its new place, and
 * where nothing has moved the answer is the same array.
 */
export class InboxOrder {
  #view: InboxView | null = null
  #tagged: ReadonlySet<string> | null = null
  #now = 0
  #compare: Compare = byActivity
  #known: SharedMap<ConversationId, ConversationSummary> = SharedMap.of([])
  #sorted: ConversationSummary[] = []
  #ids: readonly ConversationId[] = []

  /**
   * Ids of the conversations to show, in order.
   * @param tagged user ids of the contacts that have a tag of the view; null for everybody
   */
  of(
    conversations: SharedMap<ConversationId, ConversationSummary>,
    view: InboxView,
    tagged: ReadonlySet<string> | null,
    now: number,
  ): readonly ConversationId[] {
    const isSameQuestion =
      this.#view !== null && isSame(this.#view, view) && this.#tagged === tagged && this.#now === now
    if (isSameQuestion && conversations === this.#known) return this.#ids
    const changed = isSameQuestion ? conversations.since(this.#known) : null
    this.#view = view
    this.#tagged = tagged
    this.#now = now
    this.#known = conversations
    if (changed === null || changed.size > Math.max(MANY.count, conversations.size * MANY.ofAll))
      this.#sortAll(conversations)
    else this.#move(changed)
    if (this.#sorted.length !== this.#ids.length || this.#sorted.some(({ id }, at) => id !== this.#ids[at]))
      this.#ids = this.#sorted.map(({ id }) => id)
    return this.#ids
  }

  #isShown(one: ConversationSummary): boolean {
    if (this.#view === null) return false
    const { accountId, open, filter } = this.#view
    if (accountId !== null && one.accountId !== accountId) return false
    if (one.id === open) return true
    return belongsTo(filter, one, this.#now) && (this.#tagged?.has(one.contactUserId) ?? true)
  }

  #sortAll(conversations: SharedMap<ConversationId, ConversationSummary>): void {
    this.#compare = comparing(this.#view?.sort ?? 'recent', this.#now)
    this.#sorted = [...conversations.values()].filter((one) => this.#isShown(one)).sort(this.#compare)
  }

  /** Moves each that has changed alone: to look at all of them would cost as much as drawing several rows. */
  #move(changed: ReadonlyMap<ConversationId, Difference<ConversationSummary>>): void {
    for (const { before } of changed.values()) {
      if (before === undefined) continue
      const at = placeOf(before, this.#sorted, this.#compare)
      if (this.#sorted[at]?.id === before.id) this.#sorted.splice(at, 1)
    }
    for (const { after } of changed.values()) {
      if (after !== undefined && this.#isShown(after))
        this.#sorted.splice(placeOf(after, this.#sorted, this.#compare), 0, after)
    }
  }
}

function isSame(one: InboxView, other: InboxView): boolean {
  return (
    one.accountId === other.accountId &&
    one.filter === other.filter &&
    one.sort === other.sort &&
    one.open === other.open
  )
}
