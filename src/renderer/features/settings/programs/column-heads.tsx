import { classNames } from '../../../ui/class-names.ts'

/** The heads of a table's columns; the last of them is a number and stands to the right. */
export function ColumnHeads<Column extends string>(props: {
  columns: readonly Column[]
  wordsOf: (column: Column) => string
  className: string
}) {
  const { columns, wordsOf, className } = props
  return columns.map((column) => (
    <th
      key={column}
      scope="col"
      className={classNames(className, 'font-medium', column === columns.at(-1) && 'text-right')}
    >
      {wordsOf(column)}
    </th>
  ))
}
