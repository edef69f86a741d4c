import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { messagesLeft, windowAt } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import { accountName, contactName } from '../../../formatting/names.ts'
import type { Translate } from '../../../i18n/index.ts'
import type { Person } from '../use-people.ts'

/** What the table can be sorted by. */
export const SORT_COLUMNS = ['contact', 'account', 'window', 'left', 'wrote'] as const
export type SortColumn = (typeof SORT_COLUMNS)[number]

export interface Sort {
  column: SortColumn
  descending: boolean
}

/** Who closes soonest stands first. */
export const SOONEST: Sort = { column: 'window', descending: false }

/** A person with the names that are shown. */
export interface NamedPerson extends Person {
  contact: string
  account: string
}

/** People with the names that are shown. */
export function named(
  people: readonly Person[],
  accounts: ReadonlyMap<AccountId, AccountSummary>,
  t: Translate,
): NamedPerson[] {
  return people.map((person) => {
    const carrier = accounts.get(person.route.accountId)
    return {
      ...person,
      contact: contactName(person.route, carrier, t),
      account: carrier ? accountName(carrier, t) : '',
    }
  })
}

/** What a click on a column's head makes of the sort. */
export function nextSort(sort: Sort, column: SortColumn): Sort {
  return sort.column === column ? { column, descending: !sort.descending } : { column, descending: false }
}

/** Sorts people for the table; whoever cannot be reached stands last where windows are compared. */
export function sortPeople(people: readonly NamedPerson[], sort: Sort, now: number): NamedPerson[] {
  const sign = sort.descending ? -1 : 1
  return people.toSorted((one, other) => {
    switch (sort.column) {
      case 'contact':
        return sign * one.contact.localeCompare(other.contact)
      case 'account':
        return sign * one.account.localeCompare(other.account) || one.contact.localeCompare(other.contact)
      case 'window':
        return byTime(closesAt(one, now), closesAt(other, now), sign) || lastWrote(other) - lastWrote(one)
      case 'left':
        return sign * (messagesLeft(one.route, now) - messagesLeft(other.route, now))
      case 'wrote':
        return byTime(one.route.lastInboundAt, other.route.lastInboundAt, sign)
      default:
        return unreachable(sort.column)
    }
  })
}

function closesAt({ route }: NamedPerson, now: number): number | null {
  const window = windowAt(route, now)
  return window.kind === 'open' ? window.closesAt : null
}

function lastWrote({ route }: NamedPerson): number {
  return route.lastInboundAt ?? 0
}

/** What never happens stands last in either direction. */
function byTime(one: number | null, other: number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return sign * (one - other)
}
