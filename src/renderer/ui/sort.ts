/** A column and its direction; null is the table's own order. */
export type Sort<C extends string> = { column: C; descending: boolean } | null

/** What a click on a column's head makes of the sort: upwards, downwards, the own order again. */
export function nextSort<C extends string>(sort: Sort<C>, column: C): Sort<C> {
  if (sort?.column !== column) return { column, descending: false }
  return sort.descending ? null : { column, descending: true }
}

/** Compares two times; what never happened stands last in either direction. */
export function byTime(one: number | null, other: number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return sign * (one - other)
}
