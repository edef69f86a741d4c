import type { AccountEvent, Quarantine, TimelineEntry } from '#shared/model/diagnostics.ts'
import { AccountId, BroadcastId, MessageId } from '#shared/model/ids.ts'
import type { MessageDetails } from '#shared/model/message-details.ts'
import { WallTimeSchema } from '#shared/model/wall-time-schema.ts'
import type { Database } from './database.ts'
import { parseEvent } from './event-columns.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

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

function toDetails(row: Row): Omit<MessageDetails, 'history'> & { accountId: AccountId } {
  return {
    accountId: AccountId.parse(row['account_id']),
    contactUserId: text(row, 'contact_user_id'),
    serverId: textOrNull(row, 'message_id'),
    clientId: textOrNull(row, 'client_id'),
    wireSeq: integerOrNull(row, 'wire_seq'),
    storedAt: integer(row, 'received_at'),
    due: WallTimeSchema.nullable().parse(row['due']),
    isForced: row['insist'] === 1,
    broadcastId: BroadcastId.nullable().parse(row['broadcast_id']),
    replaces: MessageId.nullable().parse(row['replaces_id']),
  }
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

  /** What became of one message, the oldest first. */
  historyOf(accountId: AccountId, messageId: MessageId): MessageDetails['history'] {
    return this.#db
      .sql(
        `SELECT id, at, event FROM account_events
         WHERE account_id = ? AND json_valid(event) AND event ->> '$.id' = ? ORDER BY id`,
      )
      .all(accountId, messageId)
      .flatMap(toEntries)
      .flatMap(({ at, event }) => (event.kind === 'send' || event.kind === 'resolved' ? [{ at, event }] : []))
  }

  /** What is known of one message beside its history; null for one that is not here. */
  message(id: MessageId): (Omit<MessageDetails, 'history'> & { accountId: AccountId }) | null {
    const row = this.#db
      .sql(
        `SELECT m.account_id, c.contact_user_id, m.message_id, m.client_id, m.wire_seq, m.received_at, j.due, j.insist,
           j.broadcast_id, j.replaces_id
         FROM messages m JOIN conversations c ON c.id = m.conversation_id AND c.erased = 0
           LEFT JOIN outbox_jobs j ON j.message_id = m.id
         WHERE m.id = ?`,
      )
      .get(id)
    return row === undefined ? null : toDetails(row)
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
