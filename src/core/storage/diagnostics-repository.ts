import type { AccountEvent, Quarantine, TimelineEntry } from '#shared/model/diagnostics.ts'
import { AccountId } from '#shared/model/ids.ts'
import type { Database } from './database.ts'
import { parseEvent } from './event-columns.ts'
import { integer, type Row, text } from './row.ts'

/** Events kept per account; the oldest give way. */
export const KEPT_EVENTS = 2_000

/** An event not stored yet. */
export interface NewEvent {
  accountId: AccountId
  at: number
  event: AccountEvent
}

/** A line that a failing disk has garbled is left out; the others are worth more without it. */
function toEntries(row: Row): TimelineEntry[] {
  const event = parseEvent(text(row, 'event'))
  return event === null ? [] : [{ id: integer(row, 'id'), at: integer(row, 'at'), event }]
}

/** What the database knows about how things went: timelines, what could not be read, counts. */
export class DiagnosticsRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Stores events in one transaction; those of accounts that are gone are dropped. */
  append(events: readonly NewEvent[]): void {
    this.#db.transaction(() => {
      for (const { accountId, at, event } of events) {
        this.#db
          .sql(
            `INSERT INTO account_events (account_id, at, event)
             SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND erased = 0)`,
          )
          .run(accountId, at, JSON.stringify(event))
      }
      for (const accountId of new Set(events.map((event) => event.accountId))) this.#trim(accountId)
    })
  }

  #trim(accountId: AccountId): void {
    this.#db
      .sql(
        `DELETE FROM account_events WHERE account_id = ?1 AND id <=
           (SELECT id FROM account_events WHERE account_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(accountId, KEPT_EVENTS)
  }

  /** Up to `limit` events of an account, the newest first, older than the event `before`. */
  timeline(accountId: AccountId, before: number | null, limit: number): TimelineEntry[] {
    return this.#db
      .sql(
        'SELECT id, at, event FROM account_events WHERE account_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
      )
      .all(accountId, before ?? Number.MAX_SAFE_INTEGER, limit)
      .flatMap(toEntries)
  }

  /** Messages set aside because they could not be read, per account (P11). */
  quarantine(): Quarantine[] {
    return this.#db
      .sql(
        `SELECT account_id, COUNT(*) AS count, MIN(received_at) AS first_at, MAX(received_at) AS last_at
         FROM unreadable_messages GROUP BY account_id`,
      )
      .all()
      .map((row) => ({
        accountId: AccountId.parse(row['account_id']),
        count: integer(row, 'count'),
        firstAt: integer(row, 'first_at'),
        lastAt: integer(row, 'last_at'),
      }))
  }

  /** The schema's version and the size of the database in bytes. */
  database(): { version: number; bytes: number } {
    const row = this.#db
      .sql(
        `SELECT user_version AS version, page_count * page_size AS bytes
         FROM pragma_user_version, pragma_page_count, pragma_page_size`,
      )
      .get()
    return row === undefined
      ? { version: 0, bytes: 0 }
      : { version: integer(row, 'version'), bytes: integer(row, 'bytes') }
  }
}
