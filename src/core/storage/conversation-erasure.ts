import { ERASED_PREFIX, erasedContactId } from '#shared/model/contact.ts'
import { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { RecipientKey } from './attempt-reader.ts'
import type { WriteHandle } from './handles.ts'
import { ErasedKeys } from './messages/erased-keys.ts'
import type { MessageWriter } from './messages/message-writer.ts'
import { integer, type Row, text } from './row.ts'

/** What one portion of an erasure did. */
export interface ErasedPortion {
  /** Nothing of it is left. */
  isDone: boolean
  /** Hashes of files that its messages held; somebody else may hold them too. */
  hashes: string[]
  /** Lines of ledgers that went with it. */
  lines: RecipientKey[]
  /** People about whom nothing is kept any more. */
  userIds: string[]
}

/** Nothing of what is told of is gone yet. */
export const NOTHING_DONE: ErasedPortion = { isDone: false, hashes: [], lines: [], userIds: [] }

/** The lines of ledgers that name a conversation. */
export function linesOf(database: WriteHandle, id: ConversationId): RecipientKey[] {
  return database
    .select('SELECT broadcast_id, place FROM broadcast_recipients WHERE conversation_id = ?')
    .all(id)
    .map((row) => ({ id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }))
}

/** Hashes of the files that some messages hold. */
export function hashesOf(database: WriteHandle, messages: string, ...of: (number | string)[]): string[] {
  return database
    .select(`SELECT DISTINCT d.hash FROM media d WHERE d.hash IS NOT NULL AND d.message_id IN (${messages})`)
    .all(...of)
    .map((row) => text(row, 'hash'))
}

/**
 * Deletes conversations whose contact's history is to go, a portion in a transaction each. Such a conversation is
 * marked in its own row and known by no contact any more: whatever that contact writes meanwhile begins a new one.
 * Ledgers of broadcasts keep their lines, and of the messages that these name how they stand, without a word.
 */
export class ConversationErasure {
  readonly #db: WriteHandle
  readonly #writer: MessageWriter
  readonly #keys: ErasedKeys

  constructor(database: WriteHandle, writer: MessageWriter) {
    this.#db = database
    this.#writer = writer
    this.#keys = new ErasedKeys(database)
  }

  /**
   * In a transaction: takes all conversations of a contact out of everything, with what was kept about them. Who is left
   * out of broadcasts stays left out.
   */
  begin(userId: string, ids: readonly ConversationId[]): void {
    for (const id of ids) {
      this.#db
        .sql(
          `UPDATE conversations SET erased = 1, contact_user_id = ?2, draft = '', context_token = NULL,
             context_token_at = NULL, last_inbound_at = NULL, last_inbound_seq = NULL, last_message_id = NULL,
             unread = 0, marked_unread = 0, pinned = 0, muted = 0, triage = NULL, triage_seq = NULL,
             snoozed_until = NULL WHERE id = ?1`,
        )
        .run(id, `${erasedContactId(id)}:${userId}`)
      this.#db
        // a text of their own names them
        .sql(
          `UPDATE broadcast_recipients SET contact_user_id = ?, pieces = iif(pieces IS NULL, NULL, '[]')
           WHERE conversation_id = ?`,
        )
        .run(erasedContactId(id), id)
    }
    this.#db.sql('DELETE FROM contact_tags WHERE user_id = ?').run(userId)
    this.#db.sql('DELETE FROM contacts WHERE user_id = ? AND excluded = 0').run(userId)
    this.#db
      .sql("UPDATE contacts SET alias = NULL, note = '', follow_up = NULL, is_self = 0 WHERE user_id = ?")
      .run(userId)
  }

  // `erased > 0` is the term of the index: SQLite recognises nothing else

  /** A conversation of which something is left; null when nothing is to be deleted. */
  next(): ConversationId | null {
    const row = this.#db.select('SELECT id FROM conversations WHERE erased = 1 AND erased > 0 LIMIT 1').get()
    return row === undefined ? null : ConversationId.parse(row['id'])
  }

  /** Deletes up to `limit` messages or, when there are none, what else is left. `now` is wall time. */
  eraseSome(id: ConversationId, limit: number, now: number): ErasedPortion {
    return this.#db.transaction(() => {
      const some = 'SELECT id FROM messages WHERE conversation_id = ? AND parts <> ? ORDER BY id LIMIT ?'
      const hashes = hashesOf(this.#db, some, id, '[]', limit)
      const rows = this.#db
        .select(
          `SELECT m.id, EXISTS (SELECT 1 FROM broadcast_attempts t WHERE t.message_id = m.id) AS is_named
           FROM messages m WHERE m.id IN (${some})`,
        )
        .all(id, '[]', limit)
      this.#keys.keep(
        rows.map((row) => MessageId.parse(row['id'])),
        now,
      )
      this.#writer.erase(rows)
      if (rows.length === limit) return { ...NOTHING_DONE, hashes }
      const isDone = this.#eraseUnreadable(id, limit, now)
      if (isDone) this.#end(id)
      return { ...NOTHING_DONE, isDone, hashes }
    })
  }

  /** What could not be read names the contact only in its raw words. */
  #eraseUnreadable(id: ConversationId, limit: number, now: number): boolean {
    const row = this.#db.select('SELECT account_id, contact_user_id FROM conversations WHERE id = ?').get(id)
    const userId = row === undefined ? '' : userIdIn(row, id)
    if (row === undefined || userId === '') return true
    const accountId = AccountId.parse(row['account_id'])
    const gone = this.#db
      .sql(
        `DELETE FROM unreadable_messages WHERE id IN (
           SELECT id FROM unreadable_messages WHERE account_id = ? AND instr(raw, ?) > 0 LIMIT ?)
         RETURNING raw`,
      )
      .all(accountId, userId, limit)
    for (const one of gone) this.#keys.keepRaw(accountId, text(one, 'raw'), now)
    return gone.length < limit
  }

  /** Only what ledgers name stays, and that for as long as they do. */
  #end(id: ConversationId): void {
    this.#db
      .sql('UPDATE conversations SET erased = 2, contact_user_id = ? WHERE id = ?')
      .run(erasedContactId(id), id)
    this.#db
      .sql(
        `DELETE FROM conversations WHERE erased = 2 AND erased > 0
           AND NOT EXISTS (SELECT 1 FROM broadcast_recipients r WHERE r.conversation_id = conversations.id)`,
      )
      .run()
  }
}

/** Whose conversation it was, while that is still known. */
function userIdIn(row: Row, id: ConversationId): string {
  const marked = text(row, 'contact_user_id')
  const before = `${ERASED_PREFIX}${id}:`
  return marked.startsWith(before) ? marked.slice(before.length) : ''
}
