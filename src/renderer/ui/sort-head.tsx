import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from './class-names.ts'
import type { Sort } from './sort.ts'

/** Look of a column's head, which stays in view. */
export const TABLE_HEAD = 'sticky top-0 z-10 border-b bg-page text-meta font-medium break-keep text-soft'

/** The head of a column that the table can be sorted by. */
export function SortHead<C extends string>(props: {
  column: C
  /** The column's name. */
  name: string
  /** What the button does, for the tooltip. */
  title: string
  sort: Sort<C>
  atRight?: boolean
  className?: string | undefined
  /** Of the head as a whole. */
  headClassName?: string | undefined
  onSort: () => void
}) {
  const { column, name, sort, atRight = false } = props
  const here = sort?.column === column ? sort : null
  const Arrow = here?.descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={here === null ? undefined : here.descending ? 'descending' : 'ascending'}
      className={classNames(TABLE_HEAD, atRight ? 'text-right' : 'text-left', props.headClassName)}
    >
      <button
        type="button"
        title={props.title}
        onClick={props.onSort}
        className={classNames(
          'inline-flex min-h-8 items-center gap-1 rounded-control px-3 font-medium whitespace-nowrap hover:bg-sunken hover:text-ink',
          atRight ? 'flex-row-reverse text-right' : 'text-left',
          props.className,
          here && 'text-ink',
        )}
      >
        {name}
        <Arrow size={12} aria-hidden className={here ? '' : 'invisible'} />
      </button>
    </th>
  )
}
