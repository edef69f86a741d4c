import type { AccountSummary } from './account.ts'
import type { BroadcastItem, BroadcastRecipient, RecipientState } from './broadcast.ts'
import type { ConversationSummary } from './conversation.ts'
import type { AccountId, ConversationId } from './ids.ts'
import type { RecipientChoice } from './recipient-choice.ts'
import { windowAt } from './reply-window.ts'
import { routesByContact } from './routing.ts'

const HOUR_MS = 60 * 60 * 1000

/** What choosing looks at in a conversation. */
export type RecipientRoute = Pick<
  ConversationSummary,
  | 'id'
  | 'accountId'
  | 'contactUserId'
  | 'lastInboundAt'
  | 'lastInboundSeq'
  | 'sentSinceInbound'
  | 'refusedSinceInbound'
  | 'unread'
  | 'isExcluded'
>

/** The operator's tags, by contact. */
export type TagsByContact = ReadonlyMap<string, { tags: readonly string[] }>

/** One person, however many accounts know them (P8). */
export interface Person<C extends RecipientRoute> {
  userId: string
  /** The way a message goes: the one the operator chose, else that of P8. */
  route: C
  /** All ways, that of P8 first. */
  routes: C[]
  /** The filters let this person through. */
  isShown: boolean
  /** The choice would take this person by itself, if only the window were open. */
  isConsidered: boolean
  /** They are to get it, unless the plan has a reason against it. */
  isChosen: boolean
  /** They are left out by hand or for good. */
  isExcluded: boolean
}

/**
 * Everybody who is known, with what the choice makes of them.
 * @param former whom the former run was for that the choice names; null when it names none
 */
export function peopleFor<C extends RecipientRoute>(
  choice: RecipientChoice,
  conversations: Iterable<C>,
  accounts: ReadonlyMap<AccountId, Pick<AccountSummary, 'isDefault' | 'position'>>,
  former: ReadonlySet<string> | null,
  tagged: TagsByContact,
  now: number,
): Person<C>[] {
  const picks = new Map(choice.picks.map(({ contactUserId, included }) => [contactUserId, included]))
  const chosenRoutes = new Map(
    choice.routes.map(({ contactUserId, conversationId }) => [contactUserId, conversationId]),
  )
  const wanted = choice.accounts === null ? null : new Set(choice.accounts)
  const people: Person<C>[] = []
  for (const [userId, routes] of routesByContact(conversations, accounts)) {
    const route = wayOf(routes, chosenRoutes.get(userId), wanted)
    if (route === undefined) continue
    const isShown =
      isLetThrough(route, choice, wanted, former, now) && hasTags(tagged.get(userId)?.tags ?? [], choice.tags)
    const isConsidered = isShown && isMeant(route, choice)
    const picked = picks.get(userId)
    const isUnwanted = routes.some(({ isExcluded }) => isExcluded)
    const byRule = isConsidered && (choice.from !== 'recent' || windowAt(route, now).kind === 'open')
    people.push({
      userId,
      route,
      routes,
      isShown,
      isConsidered,
      isChosen: picked ?? (byRule && !isUnwanted),
      isExcluded: isUnwanted || (picked === false && isConsidered),
    })
  }
  return people
}

function wayOf<C extends RecipientRoute>(
  routes: readonly C[],
  chosen: ConversationId | undefined,
  wanted: ReadonlySet<AccountId> | null,
): C | undefined {
  return (
    routes.find(({ id }) => id === chosen) ??
    routes.find(({ accountId }) => wanted === null || wanted.has(accountId)) ??
    routes[0]
  )
}

/** Who has never written was never a recent contact. */
function isMeant(route: RecipientRoute, { from }: RecipientChoice): boolean {
  if (from === 'nobody') return false
  return from !== 'recent' || route.lastInboundAt !== null
}

function isLetThrough(
  route: RecipientRoute,
  choice: RecipientChoice,
  wanted: ReadonlySet<AccountId> | null,
  former: ReadonlySet<string> | null,
  now: number,
): boolean {
  const { from, closesWithinHours, wroteWithinHours, quietForHours, unreadOnly } = choice
  if (typeof from === 'object' && !former?.has(route.contactUserId)) return false
  if (wanted !== null && !wanted.has(route.accountId)) return false
  if (unreadOnly && route.unread === 0) return false
  if (wroteWithinHours !== null) {
    if (route.lastInboundAt === null || now - route.lastInboundAt > wroteWithinHours * HOUR_MS) return false
  }
  if (quietForHours !== null) {
    if (route.lastInboundAt === null || now - route.lastInboundAt < quietForHours * HOUR_MS) return false
  }
  if (closesWithinHours === null) return true
  const window = windowAt(route, now)
  return window.kind === 'open' && window.remainingMs <= closesWithinHours * HOUR_MS
}

function hasTags(tags: readonly string[], { any, all, none }: RecipientChoice['tags']): boolean {
  if (any.length > 0 && !any.some((tag) => tags.includes(tag))) return false
  return all.every((tag) => tags.includes(tag)) && !none.some((tag) => tags.includes(tag))
}

/**
 * User ids of whom a run was for, or of whom it did not reach. Somebody who got, or may have got, a part of it
 * counts as reached: the rest is retried in the run itself. Who was left out on purpose stays left out.
 */
export function formerPeople(
  ledger: readonly Pick<BroadcastRecipient, 'contactUserId' | 'isPlanned' | 'state' | 'skip' | 'items'>[],
  which: 'all' | 'unreached',
): Set<string> {
  const meant = ledger.filter(({ isPlanned, state, skip, items }) => {
    if (which === 'all') return isPlanned
    return CLOSED.has(state) && skip !== 'excluded' && !items.some(isPerhapsThere)
  })
  return new Set(meant.map(({ contactUserId }) => contactUserId))
}

/** States in which nothing more comes by itself to somebody who was not reached. */
const CLOSED: ReadonlySet<RecipientState> = new Set(['refused', 'skipped', 'cancelled'])

/** They have it, may have it, or may still get it. */
function isPerhapsThere({ messageId, state, resolution, mayBeThere }: BroadcastItem): boolean {
  if (mayBeThere || resolution === 'sent-again' || resolution === 'marked-as-sent') return true
  return messageId !== null && state !== 'refused' && state !== 'cancelled'
}
