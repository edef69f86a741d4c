import type { AccountSummary } from '#shared/model/account.ts'
import { type ConversationSummary, shortContactId } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { compareLastWritten, routesByContact } from '#shared/model/routing.ts'
import type { NameMatch } from '../../formatting/name-match.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'

/** Somebody who can be written to, through one account or several. */
export interface Contact {
  userId: string
  name: string
  /** The conversations with them, the way of P8 first; never empty. */
  routes: [ConversationSummary, ...ConversationSummary[]]
  /** The accounts of the ways, by name. */
  accounts: string[]
  /** Every name the operator gave them, and the one that is shown. */
  names: string[]
  /** What else they may be looked for by: their accounts, the end of their id. */
  marks: string[]
}

type Accounts = ReadonlyMap<AccountId, AccountSummary>

/** One entry per contact, who wrote last standing first. */
export function contactsOf(
  conversations: Iterable<ConversationSummary>,
  accounts: Accounts,
  t: Translate,
): Contact[] {
  const contacts: Contact[] = []
  for (const [userId, [best, ...others]] of routesByContact(conversations, accounts)) {
    if (best) contacts.push(contactOf(userId, [best, ...others], accounts, t))
  }
  return contacts.sort((a, b) => compareLastWritten(a.routes[0], b.routes[0]) || a.name.localeCompare(b.name))
}

function contactOf(userId: string, routes: Contact['routes'], accounts: Accounts, t: Translate): Contact {
  const carriers = routes.flatMap((route) => accounts.get(route.accountId) ?? [])
  const aliases = routes.flatMap((route) => route.contactAlias ?? [])
  const own = carriers.find((account) => account.ownerUserId === userId)
  const name =
    aliases[0] ?? (own ? accountName(own, t) : contactName(routes[0], accounts.get(routes[0].accountId), t))
  const through = carriers.map((account) => accountName(account, t))
  return {
    userId,
    name,
    routes,
    accounts: through,
    names: [name, ...aliases],
    marks: [...through, shortContactId(userId)],
  }
}

/** Contacts found by what was typed: by name first, so that the first one is who was meant, then by account or id. */
export function found(contacts: readonly Contact[], typed: string, matches: NameMatch): Contact[] {
  if (typed.trim() === '') return [...contacts]
  const byName: Contact[] = []
  const byMark: Contact[] = []
  for (const contact of contacts) {
    if (contact.names.some((name) => matches(name, typed))) byName.push(contact)
    else if (contact.marks.some((mark) => matches(mark, typed))) byMark.push(contact)
  }
  return [...byName, ...byMark]
}
