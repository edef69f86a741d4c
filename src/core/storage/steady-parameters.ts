/** What may hold a question mark that is no parameter, and parameters: `?` or `?` with a number. */
const PARAMETERS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\?\d*/g

/**
 * The same statement, compiled once and for all. SQLite compares a bare parameter beside a column with other terms while
 * it plans, as in every join and most sorted queries, and then takes the plan for one of that value: it compiles the
 * whole statement anew whenever the parameter is bound, which takes ten times as long as running it. A plus before the
 * parameter changes neither value nor plan, and is not compared.
 */
export function withSteadyParameters(sql: string): string {
  return sql.replace(PARAMETERS, (found) => (found.startsWith('?') ? `+${found}` : found))
}
