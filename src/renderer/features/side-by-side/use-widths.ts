import { type RefObject, useEffect, useState } from 'react'
import type { ColumnKey } from '../../store/ui.ts'

const NOTHING: ReadonlyMap<ColumnKey, number> = new Map()

/**
 * How wide the columns of a row are shown, in CSS pixels: they share its width, so that follows from the window too.
 * @param keys the columns, in their order
 */
export function useWidths(
  row: RefObject<HTMLElement | null>,
  keys: readonly ColumnKey[],
): ReadonlyMap<ColumnKey, number> {
  const [widths, setWidths] = useState(NOTHING)
  const order = keys.join()
  useEffect(() => {
    const columns = [...(row.current?.children ?? [])]
    const observer = new ResizeObserver(() =>
      setWidths(
        new Map(
          columns.map((column, at) => [
            order.split(',')[at] as ColumnKey,
            Math.round(column.getBoundingClientRect().width),
          ]),
        ),
      ),
    )
    for (const column of columns) observer.observe(column)
    return () => observer.disconnect()
  }, [row, order])
  return widths
}
