import type { SQLInputValue, SQLOutputValue, StatementResultingChanges } from 'node:sqlite'

/** A statement that answers rows and changes nothing. */
export interface ReadStatement {
  get(...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined
  all(...values: SQLInputValue[]): Record<string, SQLOutputValue>[]
}

/** Any statement. */
export interface Statement extends ReadStatement {
  run(...values: SQLInputValue[]): StatementResultingChanges
}

/** What readers are given: they can look, and cannot write. The connection behind it may be open for reading only. */
export interface ReadHandle {
  /** A query, compiled once per text. @throws NotAQueryError for anything but a SELECT. */
  select(text: string): ReadStatement
}

/** What writers are given. There is one in the program: the main connection. */
export interface WriteHandle extends ReadHandle {
  /** Any statement, compiled once per text. */
  sql(text: string): Statement
  /** Runs `work` in a transaction; a nested call joins the outer one. Rolled back when it throws. */
  transaction<T>(work: () => T): T
}

/** A statement that may write was handed to a reader. */
export class NotAQueryError extends Error {
  override readonly name = 'NotAQueryError'
  constructor() {
    super('readers take SELECT statements only')
  }
}

/** Nothing that begins with SELECT writes; what begins otherwise may. @throws NotAQueryError */
export function assertQuery(text: string): void {
  if (!/^\s*SELECT\b/i.test(text)) throw new NotAQueryError()
}
