import type { AccountSummary } from '#shared/model/account.ts'
import { type ConversationSummary, shortContactId } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { routesByContact } from '#shared/model/routing.ts'
import type { Translate } from '../../i18n/index.ts'
import type { NameMatch } from '../../words/name-match.ts'
import { accountName, contactName } from '../../words/names.ts'

/** Somebody who can be written to, through one account or several. */
export interface Contact {
  userId: string
  name: string
  /** The conversations with them, the way of P8 first; never empty. */
  ways: [ConversationSummary, ...ConversationSummary[]]
  /** Colour of the account that the first way goes through. */
  colour: number
  /** The accounts of the ways, by name. */
  accounts: string[]
  /** Everything they may be looked for by. */
  known: string[]
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
  return contacts.sort(
    (a, b) => (b.ways[0].lastInboundAt ?? 0) - (a.ways[0].lastInboundAt ?? 0) || a.name.localeCompare(b.name),
  )
}

function contactOf(userId: string, ways: Contact['ways'], accounts: Accounts, t: Translate): Contact {
  const carriers = ways.flatMap((way) => accounts.get(way.accountId) ?? [])
  const aliases = ways.flatMap((way) => way.contactAlias ?? [])
  const own = carriers.find((account) => account.ownerUserId === userId)
  const name =
    aliases[0] ?? (own ? accountName(own, t) : contactName(ways[0], accounts.get(ways[0].accountId), t))
  const names = carriers.map((account) => accountName(account, t))
  return {
    userId,
    name,
    ways,
    colour: carriers[0]?.colour ?? 0,
    accounts: names,
    known: [name, ...aliases, ...names, shortContactId(userId)],
  }
}

/** Whether a contact is found by what was typed. */
export function isFound(contact: Contact, typed: string, matches: NameMatch): boolean {
  return contact.known.some((name) => matches(name, typed))
}
