import type { Statement } from './handles.ts'

/** A statement whose failures `failed` hears of before whoever ran it. */
export function watchStatement(statement: Statement, failed: (error: unknown) => void): Statement {
  function watched<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      failed(error)
      throw error
    }
  }
  return {
    get: (...values) => watched(() => statement.get(...values)),
    all: (...values) => watched(() => statement.all(...values)),
    run: (...values) => watched(() => statement.run(...values)),
  }
}
