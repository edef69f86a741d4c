/** Spreadsheets take UTF-8 for what it is only behind this mark. */
export const BYTE_ORDER_MARK = '\ufeff'
/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/u

/** One cell, never a formula; always quoted, as not every spreadsheet has the comma for its separator. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

/** Rows of a table for spreadsheets (RFC 4180). */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

/** A time of this computer's zone as `2026-03-04 15:00:05`, which spreadsheets read everywhere. */
export function localTime(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
