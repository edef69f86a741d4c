import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Up to so many rows all of them are drawn. */
const FEW = 200
/** Height of a row of one line. */
const ROW_HEIGHT = 41

/** Which rows of a table are drawn, and the heights that stand for the others. */
export interface TableRows {
  body: RefObject<HTMLTableSectionElement | null>
  /** Indices from top to bottom. */
  drawn: readonly number[]
  above: number
  below: number
  /** Given to every row that is drawn, together with `data-index`. */
  measure: (row: HTMLTableRowElement | null) => void
}

/** Draws a long table only where it is looked at. It stands in a scroller with other things above it. */
export function useTableRows(
  count: number,
  scroller: RefObject<HTMLElement | null>,
  keyOf: (index: number) => number,
): TableRows {
  const body = useRef<HTMLTableSectionElement>(null)
  const [offset, setOffset] = useState(0)
  const isLong = count > FEW
  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count,
    enabled: isLong,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: keyOf,
    overscan: 12,
    scrollMargin: offset,
  })

  // What stands above grows and shrinks without asking; the layout is known after every commit.
  useLayoutEffect(() => {
    if (!isLong || !scroller.current || !body.current) return
    const { top } = scroller.current.getBoundingClientRect()
    setOffset(Math.round(body.current.getBoundingClientRect().top - top + scroller.current.scrollTop))
  })

  if (!isLong) {
    return { body, drawn: Array.from({ length: count }, (_, index) => index), above: 0, below: 0, measure }
  }
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  return {
    body,
    drawn: items.map(({ index }) => index),
    above: first ? first.start - offset : 0,
    below: last ? virtual.getTotalSize() - (last.end - offset) : virtual.getTotalSize(),
    measure: virtual.measureElement,
  }
}

/** A short table needs no measures. */
function measure(): void {}
