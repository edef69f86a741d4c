import { COLUMN_MAX_PX, COLUMN_MIN_PX } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { Column, ColumnContent } from '#shared/model/settings.ts'
import type { ColumnKey } from '../../store/ui.ts'
import { columnKey } from '../../store/ui.ts'

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
  const seen = new Set<ColumnKey>()
  return kept.filter((column) => {
    const key = columnKey(column)
    if (seen.has(key) || ('accountId' in column && !exists(column.accountId))) return false
    seen.add(key)
    return true
  })
}

/** Adds a column at the end, as wide as the others are on average. */
export function withColumn(layout: Layout, content: ColumnContent): Layout {
  const sum = layout.reduce((total, { width }) => total + width, 0)
  const width = layout.length === 0 ? COMFORTABLE : bounded(sum / layout.length)
  return [...layout, { ...content, width }]
}

export function withoutColumn(layout: Layout, key: ColumnKey): Layout {
  return layout.filter((one) => columnKey(one) !== key)
}

/** Moves a column by so many places; it stops at either end. */
export function movedBy(layout: Layout, key: ColumnKey, places: number): Layout {
  const from = layout.findIndex((one) => columnKey(one) === key)
  const column = layout[from]
  if (!column) return layout
  const to = Math.min(layout.length - 1, Math.max(0, from + places))
  return layout.toSpliced(from, 1).toSpliced(to, 0, column)
}

/** How wide a column can get: what it gains, the next one loses. */
export function widest(layout: Layout, key: ColumnKey): number {
  const at = layout.findIndex((one) => columnKey(one) === key)
  const column = layout[at]
  const next = layout[at + 1]
  return column && next ? Math.max(COLUMN_MIN_PX, column.width + next.width - COLUMN_MIN_PX) : COLUMN_MAX_PX
}

/**
 * Moves the edge between a column and the next one: columns share the width there is.
 * @param layout with the widths that are shown
 */
export function resized(layout: Layout, key: ColumnKey, width: number): Layout {
  const at = layout.findIndex((one) => columnKey(one) === key)
  const column = layout[at]
  const next = layout[at + 1]
  if (!column || !next) return layout
  const wanted = bounded(Math.min(width, widest(layout, key)))
  return layout
    .with(at, { ...column, width: wanted })
    .with(at + 1, { ...next, width: bounded(column.width + next.width - wanted) })
}

/** A layout with the widths that its columns have on the screen; where one is not known, the kept one. */
export function withWidths(layout: Layout, widths: ReadonlyMap<ColumnKey, number>): Layout {
  return layout.map((one) => ({ ...one, width: bounded(widths.get(columnKey(one)) ?? one.width) }))
}

function bounded(width: number): number {
  return Math.round(Math.min(COLUMN_MAX_PX, Math.max(COLUMN_MIN_PX, width)))
}
