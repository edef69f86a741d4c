import type { AccountId } from '#shared/model/ids.ts'
import type { MessageFilter } from '#shared/model/search.ts'
import { startOfDay } from '../../formatting/format.ts'
import type { SearchTime, SearchView } from '../../store/ui.ts'

const DAYS: Readonly<Partial<Record<SearchTime, number>>> = { today: 1, week: 7, month: 30, year: 365 }

/** The account that is searched; null for all. @param shown the account whose inbox is shown */
export function searchedAccount({ account }: SearchView, shown: AccountId | null): AccountId | null {
  if (account === 'all') return null
  return account === 'inbox' ? shown : account
}

/** What main is asked for. Days are those of the operator's own time zone. */
export function toFilter(search: SearchView, shown: AccountId | null, now: number): MessageFilter {
  const { contactOf, kind, direction } = search
  return {
    accountId: searchedAccount(search, shown) ?? undefined,
    contactOf: contactOf ?? undefined,
    kinds: kind === 'any' ? undefined : [kind],
    direction: direction === 'any' ? undefined : direction,
    ...timeOf(search, now),
  }
}

function timeOf({ time, span }: SearchView, now: number): Pick<MessageFilter, 'from' | 'to'> {
  if (time === 'span') return { from: dayStart(span.from, 0), to: dayStart(span.to, 1) }
  const days = DAYS[time]
  return { from: days === undefined ? undefined : daysLater(startOfDay(now), 1 - days) }
}

/** A day of another count of hours counts as one too. */
function daysLater(day: number, days: number): number {
  const date = new Date(day)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

function dayStart(day: string, later: number): number | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  return new Date(year, month - 1, date + later).getTime()
}

/** Whether anything but the text narrows the search down. */
export function isFiltered({ account, contactOf, kind, direction, time }: SearchView): boolean {
  const isNarrow = kind !== 'any' || direction !== 'any' || time !== 'any' || contactOf !== null
  return isNarrow || (account !== 'inbox' && account !== 'all')
}
