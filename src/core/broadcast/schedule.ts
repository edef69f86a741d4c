import type { AccountId } from '#shared/model/ids.ts'

/** Chance makes the time between two messages of an account up to so much longer. */
export const JITTER = 0.4

/** Somebody in sending order. */
export interface Turn {
  accountId: AccountId
  messages: number
}

/** When somebody's first and last message goes out, counted from the start in ms. */
export interface ScheduledTurn {
  firstMs: number
  lastMs: number
}

/** Shortest time between any two messages, over all accounts, in ms. */
export function intervalMs(perMinute: number): number {
  return 60_000 / perMinute
}

/** Time between two messages of an account as it comes out on average, in ms. */
export function averagePaceMs(paceMs: number): number {
  return paceMs * (1 + JITTER / 2)
}

/**
 * When everybody's turn comes: each account goes through its people one after the other at the pace, and
 * all accounts together keep to the limit.
 */
export function scheduleOf(
  turns: readonly Turn[],
  { paceMs, perMinute }: { paceMs: number; perMinute: number },
): ScheduledTurn[] {
  const pace = averagePaceMs(paceMs)
  const interval = intervalMs(perMinute)
  const lanes = new Map<AccountId, number>()
  const messages = turns.flatMap(({ accountId, messages: count }, turn) => {
    const from = lanes.get(accountId) ?? 0
    lanes.set(accountId, from + count)
    return Array.from({ length: count }, (_, index) => ({ turn, at: (from + index) * pace }))
  })
  messages.sort((one, other) => one.at - other.at || one.turn - other.turn)
  const scheduled: ScheduledTurn[] = turns.map(() => ({ firstMs: 0, lastMs: 0 }))
  const begun = new Set<number>()
  let free = 0
  for (const { turn, at } of messages) {
    const goes = Math.max(at, free)
    free = goes + interval
    const mine = scheduled[turn]
    if (mine === undefined) continue
    if (!begun.has(turn)) mine.firstMs = goes
    begun.add(turn)
    mine.lastMs = goes
  }
  return scheduled
}
