import type { AccountSummary } from '#shared/model/account.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { routesByContact } from '#shared/model/routing.ts'

/**
 * A choice of exactly the people of these conversations, each taken once (P8). Who was picked through another account
 * than the one they wrote to last is reached through the one that was picked. Null where only groups were: nobody can
 * write to those.
 */
export function pickedChoice(
  picked: readonly ConversationSummary[],
  conversations: Iterable<ConversationSummary>,
  accounts: ReadonlyMap<AccountId, AccountSummary>,
): RecipientChoice | null {
  const people = routesByContact(picked, accounts)
  if (people.size === 0) return null
  const theirs = [...conversations].filter(({ contactUserId }) => people.has(contactUserId))
  const best = routesByContact(theirs, accounts)
  const routes = [...people].flatMap(([contactUserId, [way]]) =>
    way === undefined || best.get(contactUserId)?.[0]?.id === way.id
      ? []
      : [{ contactUserId, conversationId: way.id }],
  )
  const picks = [...people.keys()].map((contactUserId) => ({ contactUserId, included: true }))
  return { ...RECENT_CONTACTS, from: 'nobody', picks, routes }
}
