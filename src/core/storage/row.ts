/** A row as `node:sqlite` gives it. The schema is STRICT, so a column's type is known to the reader. */
export type Row = Record<string, unknown>

/** The column as text. @throws TypeError when the schema and the reader disagree. */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
  return value
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

/** The column as a number. @throws TypeError when the schema and the reader disagree. */
export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`)
  return value
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) !== 0
}
