import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { routesByContact } from '#shared/model/routing.ts'
import type { Replica } from '../../store/replica.ts'

/**
 * A choice of exactly the people of these conversations, each taken once (P8). Who was picked through another account
 * than the one they wrote to last is reached through the one that was picked. Null where only groups were: nobody can
 * write to those.
 */
export function pickedChoice(
  picked: readonly ConversationSummary[],
  { accounts, conversations, isWhole }: Pick<Replica, 'accounts' | 'conversations' | 'isWhole'>,
): RecipientChoice | null {
  const people = routesByContact(picked, accounts)
  if (people.size === 0) return null
  // before all are here nobody knows to whom they wrote last
  const theirs = isWhole
    ? [...conversations.values()].filter(({ contactUserId }) => people.has(contactUserId))
    : []
  const best = routesByContact(theirs, accounts)
  const routes = [...people].flatMap(([contactUserId, [way]]) =>
    way === undefined || best.get(contactUserId)?.[0]?.id === way.id
      ? []
      : [{ contactUserId, conversationId: way.id }],
  )
  const picks = [...people.keys()].map((contactUserId) => ({ contactUserId, included: true }))
  return { ...RECENT_CONTACTS, from: 'nobody', picks, routes }
}
