import type { Route } from '#core/storage/route-repository.ts'
import type { SkipReason } from '#shared/model/broadcast.ts'
import { messagesLeft, windowAt } from '#shared/model/reply-window.ts'

/** What is asked of a route: how many messages, and what must be left for a person's own replies. */
export interface Demand {
  messages: number
  reserve: number
  /** What is against the route's account, whoever is written to. */
  account: SkipReason | null
  now: number
}

/** Messages that can still go out by a route, beside those that are in the outbox for it. */
export function messagesFree(route: Route, now: number): number {
  return Math.max(0, messagesLeft(route, now) - route.unsent)
}

/** Why somebody may not be written to, or null: the one rule of plans, runs and retries (P13). */
export function reasonAgainst(route: Route, { messages, reserve, account, now }: Demand): SkipReason | null {
  if (route.isExcluded) return 'excluded'
  if (account !== null) return account
  if (windowAt(route, now).kind !== 'open' || !route.hasContextToken) return 'window-closed'
  const left = messagesFree(route, now)
  if (left < messages) return 'quota-short'
  return left - messages < reserve ? 'reserve' : null
}
