import type { AccountSummary } from './account.ts'
import type { ConversationSummary } from './conversation.ts'
import { isGroupContact } from './group.ts'
import type { AccountId } from './ids.ts'

/** What a choice between the ways to one contact looks at. */
type Route = Pick<ConversationSummary, 'accountId' | 'contactUserId' | 'lastInboundAt' | 'lastInboundSeq'>

/** What it looks at in the accounts. */
type Carrier = Pick<AccountSummary, 'isDefault' | 'position'>

/**
 * Every contact's conversations, keyed by the contact's user id, the way a message goes unless the
 * operator says otherwise first (P8): through the account the contact wrote to most recently by arrival (P19);
 * where that says nothing, through the default account, then in the operator's order. Conversations of
 * accounts that are not given are left out, and groups, which nobody can write to.
 */
export function routesByContact<C extends Route>(
  conversations: Iterable<C>,
  accounts: ReadonlyMap<AccountId, Carrier>,
): Map<string, C[]> {
  const routes = new Map<string, C[]>()
  for (const conversation of conversations) {
    if (!accounts.has(conversation.accountId) || isGroupContact(conversation.contactUserId)) continue
    const known = routes.get(conversation.contactUserId)
    if (known) known.push(conversation)
    else routes.set(conversation.contactUserId, [conversation])
  }
  for (const theirs of routes.values()) theirs.sort((a, b) => compareRoutes(a, b, accounts))
  return routes
}

function compareRoutes(a: Route, b: Route, accounts: ReadonlyMap<AccountId, Carrier>): number {
  const written = compareLastWritten(a, b)
  if (written !== 0) return written
  const [one, other] = [accounts.get(a.accountId), accounts.get(b.accountId)]
  if (!one || !other) return 0
  return Number(other.isDefault) - Number(one.isDefault) || one.position - other.position
}

/**
 * Who wrote last comes first, by arrival. Of what another program had received before an import only the times
 * are known. Someone who never wrote counts as having written before everybody else.
 */
export function compareLastWritten(
  a: Pick<ConversationSummary, 'lastInboundAt' | 'lastInboundSeq'>,
  b: Pick<ConversationSummary, 'lastInboundAt' | 'lastInboundSeq'>,
): number {
  return (
    (b.lastInboundSeq ?? -1) - (a.lastInboundSeq ?? -1) || (b.lastInboundAt ?? 0) - (a.lastInboundAt ?? 0)
  )
}
