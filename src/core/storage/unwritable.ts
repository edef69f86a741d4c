import { NotAQueryError, type ReadHandle, type Statement, type WriteHandle } from './handles.ts'

/** For repositories that are only read from where they are: whatever of them would write fails. */
export function unwritable(database: ReadHandle): WriteHandle {
  const statements = new Map<string, Statement>()
  const refuse = (): never => {
    throw new NotAQueryError()
  }
  function sql(text: string): Statement {
    const known = statements.get(text)
    if (known !== undefined) return known
    const statement: Statement = {
      get: (...values) => database.select(text).get(...values),
      all: (...values) => database.select(text).all(...values),
      run: refuse,
    }
    statements.set(text, statement)
    return statement
  }
  return { sql, select: (text) => database.select(text), transaction: refuse }
}
