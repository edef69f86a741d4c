import type { Database } from '#core/storage/database.ts'
import type { Moment } from './calls.ts'
import { now } from './times.ts'

const NUMBER = /#(\d+)#/

/** When each message was committed, by looking at what is there right after every commit. */
export class CommitWatch {
  readonly #database: Database
  /** The newest message of each commit that brought one, and when it was over. */
  #commits: { readonly newest: number; readonly at: number }[] = []
  #newest = 0
  /** The newest message that was taken. */
  #taken = 0
  #isWatching = false

  constructor(database: Database) {
    this.#database = database
    const transaction = database.transaction.bind(database)
    database.transaction = (work) =>
      transaction(() => {
        if (!this.#isWatching) database.whenSettled(() => this.#note())
        this.#isWatching = true
        return work()
      })
  }

  /** How many messages there are beyond those that were taken. */
  get arrived(): number {
    const count = this.#database.select('SELECT COUNT(*) AS count FROM messages WHERE id > ?')
    return Number(count.get(this.#taken)?.['count'])
  }

  /** The messages that were committed since the last time. */
  take(): Moment[] {
    const commits = this.#commits
    this.#commits = []
    return commits.flatMap(({ newest, at }) => {
      const rows = this.#database
        .select('SELECT parts FROM messages WHERE id > ? AND id <= ?')
        .all(this.#taken, newest)
      this.#taken = newest
      return rows.map(({ parts }): Moment => [Number(NUMBER.exec(String(parts))?.[1]), at])
    })
  }

  #note(): void {
    this.#isWatching = false
    const newest = Number(this.#database.select('SELECT MAX(id) AS newest FROM messages').get()?.['newest'])
    if (newest <= this.#newest) return
    this.#newest = newest
    this.#commits.push({ newest, at: now() })
  }
}
