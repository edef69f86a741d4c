import { useVirtualizer } from '@tanstack/react-virtual'
import { type HTMLAttributes, type ReactNode, type Ref, useRef } from 'react'
import { classNames } from './class-names.ts'

/** Up to here all rows are drawn; more only as far as they are in view. */
const DRAWN_WHOLE = 200

/** Every head cell of such a table. */
export const LONG_TABLE_HEAD =
  'sticky top-0 z-10 border-b bg-raised px-2 py-1.5 text-left text-meta font-medium text-soft'

/** What a row has to carry, so that it is measured, and counted by screen readers. */
export type LongRowProps = HTMLAttributes<HTMLTableRowElement> & {
  ref: Ref<HTMLTableRowElement>
  'data-index': number
}

/** A table in a box of its own that stays quick, and a table, with thousands of rows. */
export function LongTable(props: {
  label: string
  /** The cells of the head's row. */
  head: ReactNode
  /** How many columns the head has. */
  columns: number
  count: number
  /** Height of a row in CSS pixels before it is measured. */
  rowHeight: number
  keyOf: (index: number) => string | number
  row: (index: number, props: LongRowProps) => ReactNode
  className?: string
  /** Told while the pointer is over the table. */
  onTouch?: () => void
  onLetGo?: () => void
}) {
  const { count } = props
  const scroller = useRef<HTMLDivElement>(null)
  const isLong = count > DRAWN_WHOLE
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    getItemKey: props.keyOf,
    overscan: 10,
    enabled: isLong,
  })
  const items = virtual.getVirtualItems()
  const drawn = isLong ? items.map(({ index }) => index) : Array.from({ length: count }, (_, index) => index)
  const before = isLong ? (items[0]?.start ?? 0) : 0
  const after = isLong ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  return (
    <div
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys too
      tabIndex={0}
      onPointerMove={props.onTouch}
      onPointerLeave={props.onLetGo}
      className={classNames('focus-inset overflow-auto rounded-control border', props.className)}
    >
      <table
        aria-label={props.label}
        aria-rowcount={count + 1}
        className="w-full border-separate border-spacing-0 text-preview"
      >
        <thead>
          <tr aria-rowindex={1}>{props.head}</tr>
        </thead>
        <tbody>
          <Gap height={before} columns={props.columns} />
          {drawn.map((index) =>
            props.row(index, {
              ref: isLong ? virtual.measureElement : null,
              'data-index': index,
              'aria-rowindex': index + 2,
            }),
          )}
          <Gap height={after} columns={props.columns} />
        </tbody>
      </table>
    </div>
  )
}

/** Holds the place of rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} className="p-0" style={{ height }} />
    </tr>
  ) : null
}
