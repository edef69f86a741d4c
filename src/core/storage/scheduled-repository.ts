import { type AccountId, ConversationId, ScheduledId } from '#shared/model/ids.ts'
import { isWallTime, type WallTime } from '#shared/model/wall-time.ts'
import type { Database } from './database.ts'
import { flag, integer, type Row, text } from './row.ts'

/** A scheduled message as it is stored. */
export interface StoredScheduled {
  id: ScheduledId
  conversationId: ConversationId
  requestId: string
  text: string
  due: WallTime
  /** The contact's last message, by its place of arrival, that the operator had seen when it was scheduled. */
  answersSeq: number
  /** It came with a backup: whoever made that may have sent it since. */
  isRestored: boolean
}

const SELECT =
  'SELECT id, conversation_id, request_id, text, due, answers_seq, restored FROM scheduled_messages'

/** What a failing disk has garbled is long over, so that the operator is asked. */
const LONG_OVER = '1970-01-01T00:00'

function toTime(value: string): WallTime {
  if (isWallTime(value)) return value
  if (isWallTime(LONG_OVER)) return LONG_OVER
  throw new RangeError('no wall time')
}

function toScheduled(row: Row): StoredScheduled {
  return {
    id: ScheduledId.parse(row['id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    requestId: text(row, 'request_id'),
    text: text(row, 'text'),
    due: toTime(text(row, 'due')),
    answersSeq: integer(row, 'answers_seq'),
    isRestored: flag(row, 'restored'),
  }
}

/** What is scheduled, in the order in which it goes out: by time, and at the same time as it was written. */
export class ScheduledRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  list(): StoredScheduled[] {
    return this.#db.sql(`${SELECT} ORDER BY due, id`).all().map(toScheduled)
  }

  get(id: ScheduledId): StoredScheduled | null {
    const row = this.#db.sql(`${SELECT} WHERE id = ?`).get(id)
    return row === undefined ? null : toScheduled(row)
  }

  ofRequest(requestId: string): StoredScheduled | null {
    const row = this.#db.sql(`${SELECT} WHERE request_id = ?`).get(requestId)
    return row === undefined ? null : toScheduled(row)
  }

  /** What the clock has come to by then, and what came with a backup. */
  dueBy(now: WallTime): StoredScheduled[] {
    return this.#db.sql(`${SELECT} WHERE due <= ? OR restored = 1 ORDER BY due, id`).all(now).map(toScheduled)
  }

  /** The next time that something is scheduled for. */
  nextDue(): WallTime | null {
    const row = this.#db.sql('SELECT due FROM scheduled_messages ORDER BY due, id LIMIT 1').get()
    return row === undefined ? null : toTime(text(row, 'due'))
  }

  count(): number {
    const row = this.#db.sql('SELECT COUNT(*) AS count FROM scheduled_messages').get()
    return row === undefined ? 0 : integer(row, 'count')
  }

  add(message: {
    conversationId: ConversationId
    requestId: string
    text: string
    due: WallTime
  }): ScheduledId {
    const { conversationId, requestId, text: words, due } = message
    const result = this.#db
      .sql(
        `INSERT INTO scheduled_messages (conversation_id, request_id, text, due, answers_seq)
         SELECT id, ?2, ?3, ?4, wrote_seq FROM conversations WHERE id = ?1`,
      )
      .run(conversationId, requestId, words, due)
    return ScheduledId.parse(Number(result.lastInsertRowid))
  }

  /** The operator has looked at it again: it answers what the contact has written by now. */
  move(id: ScheduledId, due: WallTime): void {
    this.#db
      .sql(
        `UPDATE scheduled_messages SET due = ?2, restored = 0,
           answers_seq = (SELECT wrote_seq FROM conversations c WHERE c.id = conversation_id) WHERE id = ?1`,
      )
      .run(id, due)
  }

  remove(id: ScheduledId): void {
    this.#db.sql('DELETE FROM scheduled_messages WHERE id = ?').run(id)
  }

  /** Removes all of a conversation; answers what that was. */
  removeOfConversation(id: ConversationId): ScheduledId[] {
    return this.#db
      .sql('DELETE FROM scheduled_messages WHERE conversation_id = ? RETURNING id')
      .all(id)
      .map((row) => ScheduledId.parse(row['id']))
  }

  /** Removes all of an account; answers what that was. */
  removeOfAccount(id: AccountId): ScheduledId[] {
    return this.#db
      .sql(
        `DELETE FROM scheduled_messages
         WHERE conversation_id IN (SELECT c.id FROM conversations c WHERE c.account_id = ?) RETURNING id`,
      )
      .all(id)
      .map((row) => ScheduledId.parse(row['id']))
  }
}
