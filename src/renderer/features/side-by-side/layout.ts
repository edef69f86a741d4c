import { COLUMN_MAX_PX, COLUMN_MIN_PX } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { Column } from '#shared/model/settings.ts'

/** Columns in their order from left to right. */
export type Layout = readonly Column[]

/** A width at which a conversation is comfortable to read. */
const COMFORTABLE = 360
/** How many columns there are on the first visit. */
const FIRST = 3

/** What the first visit shows: the first three accounts, the default one first. */
export function firstLayout(accounts: readonly AccountId[]): Layout {
  return accounts.slice(0, FIRST).map((accountId) => ({ accountId, width: COMFORTABLE }))
}

/** A kept layout without accounts that are gone and without repetitions. */
export function standing(kept: Layout, exists: (id: AccountId) => boolean): Layout {
  return kept.filter(
    ({ accountId }, index) =>
      exists(accountId) && kept.findIndex((one) => one.accountId === accountId) === index,
  )
}

export function withColumn(layout: Layout, accountId: AccountId): Layout {
  return [...layout, { accountId, width: COMFORTABLE }]
}

export function withoutColumn(layout: Layout, accountId: AccountId): Layout {
  return layout.filter((one) => one.accountId !== accountId)
}

/** Moves a column by so many places; it stops at either end. */
export function movedBy(layout: Layout, accountId: AccountId, places: number): Layout {
  const from = layout.findIndex((one) => one.accountId === accountId)
  const column = layout[from]
  if (!column) return layout
  const to = Math.min(layout.length - 1, Math.max(0, from + places))
  return layout.toSpliced(from, 1).toSpliced(to, 0, column)
}

export function resized(layout: Layout, accountId: AccountId, width: number): Layout {
  const bounded = Math.round(Math.min(COLUMN_MAX_PX, Math.max(COLUMN_MIN_PX, width)))
  return layout.map((one) => (one.accountId === accountId ? { ...one, width: bounded } : one))
}
