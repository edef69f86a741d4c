import type { AccountSummary } from './account.ts'
import type { BroadcastItem, BroadcastRecipient, RecipientState } from './broadcast.ts'
import type { ConversationSummary } from './conversation.ts'
import type { AccountId, ConversationId } from './ids.ts'
import type { RecipientChoice } from './recipient-choice.ts'
import { windowAt } from './reply-window.ts'
import { routesByContact } from './routing.ts'

const HOUR_MS = 60 * 60 * 1000

/** What choosing looks at in a conversation. */
export type RecipientWay = Pick<
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

/** One person, however many accounts know them (P8). */
export interface Person<C extends RecipientWay> {
  userId: string
  /** The way a message goes: the one the operator chose, else that of P8. */
  way: C
  /** All ways, that of P8 first. */
  ways: C[]
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
export function peopleFor<C extends RecipientWay>(
  choice: RecipientChoice,
  conversations: Iterable<C>,
  accounts: ReadonlyMap<AccountId, Pick<AccountSummary, 'isDefault' | 'position'>>,
  former: ReadonlySet<string> | null,
  now: number,
): Person<C>[] {
  const picks = new Map(choice.picks.map(({ contactUserId, included }) => [contactUserId, included]))
  const chosenWays = new Map(
    choice.ways.map(({ contactUserId, conversationId }) => [contactUserId, conversationId]),
  )
  const wanted = choice.accounts === null ? null : new Set(choice.accounts)
  const people: Person<C>[] = []
  for (const [userId, ways] of routesByContact(conversations, accounts)) {
    const way = wayOf(ways, chosenWays.get(userId), wanted)
    if (way === undefined) continue
    const isShown = isLetThrough(way, choice, wanted, former, now)
    const isConsidered = isShown && isMeant(way, choice)
    const picked = picks.get(userId)
    const isUnwanted = ways.some(({ isExcluded }) => isExcluded)
    const byRule = isConsidered && (choice.from !== 'recent' || windowAt(way, now).kind === 'open')
    people.push({
      userId,
      way,
      ways,
      isShown,
      isConsidered,
      isChosen: picked ?? (byRule && !isUnwanted),
      isExcluded: isUnwanted || (picked === false && isConsidered),
    })
  }
  return people
}

function wayOf<C extends RecipientWay>(
  ways: readonly C[],
  chosen: ConversationId | undefined,
  wanted: ReadonlySet<AccountId> | null,
): C | undefined {
  return (
    ways.find(({ id }) => id === chosen) ??
    ways.find(({ accountId }) => wanted === null || wanted.has(accountId)) ??
    ways[0]
  )
}

/** Who has never written was never a recent contact. */
function isMeant(way: RecipientWay, { from }: RecipientChoice): boolean {
  if (from === 'nobody') return false
  return from !== 'recent' || way.lastInboundAt !== null
}

function isLetThrough(
  way: RecipientWay,
  choice: RecipientChoice,
  wanted: ReadonlySet<AccountId> | null,
  former: ReadonlySet<string> | null,
  now: number,
): boolean {
  const { from, closesWithinHours, wroteWithinHours, unreadOnly } = choice
  if (typeof from === 'object' && !former?.has(way.contactUserId)) return false
  if (wanted !== null && !wanted.has(way.accountId)) return false
  if (unreadOnly && way.unread === 0) return false
  if (wroteWithinHours !== null) {
    if (way.lastInboundAt === null || now - way.lastInboundAt > wroteWithinHours * HOUR_MS) return false
  }
  if (closesWithinHours === null) return true
  const window = windowAt(way, now)
  return window.kind === 'open' && window.remainingMs <= closesWithinHours * HOUR_MS
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
