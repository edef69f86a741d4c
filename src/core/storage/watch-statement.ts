import type { Statement } from './handles.ts'

/** A statement whose failures `failed` hears of before whoever ran it. */
export function watchStatement(statement: Statement, failed: (error: unknown) => void): Statement {
  function told(error: unknown): unknown {
    failed(error)
    return error
  }
  // written out: this is on the way of every row
  return {
    get(...values) {
      try {
        return statement.get(...values)
      } catch (error) {
        throw told(error)
      }
    },
    all(...values) {
      try {
        return statement.all(...values)
      } catch (error) {
        throw told(error)
      }
    },
    run(...values) {
      try {
        return statement.run(...values)
      } catch (error) {
        throw told(error)
      }
    },
  }
}
