import { DatabaseSync } from 'node:sqlite'
import { assertQuery, type ReadHandle, type ReadStatement } from './handles.ts'
import { StatementCache } from './statement-cache.ts'
import { withSteadyParameters } from './steady-parameters.ts'

/** A connection of its own that cannot write. It sees what was committed when a query begins. */
export class ReadOnlyDatabase implements ReadHandle {
  readonly #sqlite: DatabaseSync
  readonly #queries = new StatementCache((text): ReadStatement => {
    assertQuery(text)
    return this.#sqlite.prepare(withSteadyParameters(text))
  })

  /** @param file the database, which is there already */
  constructor(file: string) {
    this.#sqlite = new DatabaseSync(file, { readOnly: true })
    this.#sqlite.exec('PRAGMA busy_timeout=2000; PRAGMA temp_store=MEMORY;')
  }

  select(text: string): ReadStatement {
    return this.#queries.get(text)
  }

  /** Runs a read of several queries at one moment of the database. */
  snapshot<T>(read: () => T): T {
    this.#sqlite.exec('BEGIN')
    try {
      return read()
    } finally {
      this.#sqlite.exec('ROLLBACK')
    }
  }

  close(): void {
    this.#queries.clear()
    this.#sqlite.close()
  }
}
