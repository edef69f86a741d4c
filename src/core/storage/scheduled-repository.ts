import { MAX_FILES } from '#shared/limits.ts'
import { type AccountId, ConversationId, ScheduledId } from '#shared/model/ids.ts'
import { isWallTime, type WallTime } from '#shared/model/wall-time.ts'
import type { Database } from './database.ts'
import { type MediaFile, toMediaFile } from './media-file-repository.ts'
import { flag, integer, type Row, text } from './row.ts'

/** A file of a scheduled message. */
export interface StoredScheduledFile {
  hash: string
  name: string
  /** It goes out as a file, whatever it is. */
  asFile: boolean
  /** Null once its bytes are not known here any more. */
  file: MediaFile | null
}

/** A scheduled message as it is stored. */
export interface StoredScheduled {
  id: ScheduledId
  conversationId: ConversationId
  requestId: string
  /** Goes out first; empty for files alone. */
  text: string
  /** In sending order. */
  files: readonly StoredScheduledFile[]
  due: WallTime
  /** The contact's last message, by its place of arrival, that the operator had seen when it was scheduled. */
  answersSeq: number
  /** It came with a backup: whoever made that may have sent it since. */
  isRestored: boolean
}

/** What was removed, and the files that it held. */
export interface RemovedScheduled {
  ids: ScheduledId[]
  hashes: string[]
}

const SELECT =
  'SELECT id, conversation_id, request_id, text, files, due, answers_seq, restored FROM scheduled_messages'

const FILES = `SELECT t.hash AS item_hash, t.name, t.as_file, f.hash, f.size, f.md5, f.kind, f.type
  FROM scheduled_files t LEFT JOIN media_files f ON f.hash = t.hash WHERE t.scheduled_id = ? ORDER BY t.place`

/** What a failing disk has garbled is long over, so that the operator is asked. */
const LONG_OVER = '1970-01-01T00:00'

function toTime(value: string): WallTime {
  if (isWallTime(value)) return value
  if (isWallTime(LONG_OVER)) return LONG_OVER
  throw new RangeError('no wall time')
}

function toFile(row: Row): StoredScheduledFile {
  return {
    hash: text(row, 'item_hash'),
    name: text(row, 'name'),
    asFile: flag(row, 'as_file'),
    file: row['hash'] === null ? null : toMediaFile(row),
  }
}

/** Of one whose row is lost nothing is left but that it was there. */
const LOST: StoredScheduledFile = { hash: '', name: '', asFile: true, file: null }

function toScheduled(row: Row, found: readonly StoredScheduledFile[]): StoredScheduled {
  const lost = Math.max(0, Math.min(integer(row, 'files'), MAX_FILES) - found.length)
  return {
    id: ScheduledId.parse(row['id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    requestId: text(row, 'request_id'),
    text: text(row, 'text'),
    files: lost > 0 ? [...found, ...Array<StoredScheduledFile>(lost).fill(LOST)] : found,
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
    return this.#whole(this.#db.sql(`${SELECT} ORDER BY due, id`).all())
  }

  get(id: ScheduledId): StoredScheduled | null {
    return this.#whole(this.#db.sql(`${SELECT} WHERE id = ?`).all(id))[0] ?? null
  }

  ofRequest(requestId: string): StoredScheduled | null {
    return this.#whole(this.#db.sql(`${SELECT} WHERE request_id = ?`).all(requestId))[0] ?? null
  }

  /** What the clock has come to by then, and what came with a backup. */
  dueBy(now: WallTime): StoredScheduled[] {
    return this.#whole(this.#db.sql(`${SELECT} WHERE due <= ? OR restored = 1 ORDER BY due, id`).all(now))
  }

  #whole(rows: readonly Row[]): StoredScheduled[] {
    return rows.map((row) => toScheduled(row, this.#db.sql(FILES).all(integer(row, 'id')).map(toFile)))
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
    files: readonly Pick<StoredScheduledFile, 'hash' | 'name' | 'asFile'>[]
    due: WallTime
  }): ScheduledId {
    const { conversationId, requestId, text: words, files, due } = message
    const result = this.#db
      .sql(
        `INSERT INTO scheduled_messages (conversation_id, request_id, text, due, files, answers_seq)
         SELECT id, ?2, ?3, ?4, ?5, wrote_seq FROM conversations WHERE id = ?1`,
      )
      .run(conversationId, requestId, words, due, files.length)
    const id = ScheduledId.parse(Number(result.lastInsertRowid))
    for (const [place, { hash, name, asFile }] of files.entries())
      this.#db
        .sql('INSERT INTO scheduled_files (scheduled_id, place, hash, name, as_file) VALUES (?, ?, ?, ?, ?)')
        .run(id, place, hash, name, asFile ? 1 : 0)
    return id
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
  removeOfConversation(id: ConversationId): RemovedScheduled {
    return this.#removeAll('conversation_id = ?', id)
  }

  /** Removes all of an account; answers what that was. */
  removeOfAccount(id: AccountId): RemovedScheduled {
    return this.#removeAll('conversation_id IN (SELECT c.id FROM conversations c WHERE c.account_id = ?)', id)
  }

  #removeAll(which: string, of: ConversationId | AccountId): RemovedScheduled {
    const hashes = this.#db
      .sql(
        `SELECT DISTINCT hash FROM scheduled_files
         WHERE scheduled_id IN (SELECT id FROM scheduled_messages WHERE ${which})`,
      )
      .all(of)
      .map((row) => text(row, 'hash'))
    const ids = this.#db
      .sql(`DELETE FROM scheduled_messages WHERE ${which} RETURNING id`)
      .all(of)
      .map((row) => ScheduledId.parse(row['id']))
    return { ids, hashes }
  }
}
