import { AccountId, ConversationId } from '#shared/model/ids.ts'
import {
  ConversationErasure,
  type ErasedPortion,
  hashesOf,
  linesOf,
  NOTHING_DONE,
} from './conversation-erasure.ts'
import type { WriteHandle } from './handles.ts'
import { ErasedKeys } from './messages/erased-keys.ts'
import type { MessageWriter } from './messages/message-writer.ts'
import { text } from './row.ts'

/** What is to be deleted with its history. */
export type ErasureTarget = { kind: 'account'; id: AccountId } | { kind: 'conversation'; id: ConversationId }

/**
 * Deletes accounts that were removed with their history, and conversations whose contact's history is to go, a portion
 * in a transaction each. They are marked in their own rows, so that what was cut short goes on at the next start.
 */
export class Erasure {
  readonly #db: WriteHandle
  readonly #writer: MessageWriter
  readonly conversations: ConversationErasure
  /** By which copies of what was deleted are known. */
  readonly keys: ErasedKeys

  constructor(database: WriteHandle, writer: MessageWriter) {
    this.#db = database
    this.#writer = writer
    this.conversations = new ConversationErasure(database, writer)
    this.keys = new ErasedKeys(database)
  }

  /** Of what something is left; null when nothing is to be deleted. */
  next(): ErasureTarget | null {
    const row = this.#db.select('SELECT id FROM accounts WHERE erased = 1 LIMIT 1').get()
    if (row !== undefined) return { kind: 'account', id: AccountId.parse(row['id']) }
    const id = this.conversations.next()
    return id === null ? null : { kind: 'conversation', id }
  }

  /** Deletes up to `limit` messages or, when there are none, other rows. `now` is wall time. */
  eraseSome(target: ErasureTarget, limit: number, now: number): ErasedPortion {
    if (target.kind === 'conversation') return this.conversations.eraseSome(target.id, limit, now)
    const { id } = target
    return this.#db.transaction(() => {
      const row = this.#db.select('SELECT id FROM conversations WHERE account_id = ? LIMIT 1').get(id)
      if (row !== undefined) return this.#eraseMessages(ConversationId.parse(row['id']), limit)
      const { changes } = this.#db
        .sql(
          `DELETE FROM unreadable_messages
           WHERE id IN (SELECT id FROM unreadable_messages WHERE account_id = ? LIMIT ?)`,
        )
        .run(id, limit)
      if (changes === limit || this.keys.forgetSomeOf(id, limit) === limit) return NOTHING_DONE
      this.#db.sql('DELETE FROM accounts WHERE id = ? AND erased = 1').run(id)
      return { ...NOTHING_DONE, isDone: true, userIds: this.#eraseContacts() }
    })
  }

  /**
   * Who is left out of broadcasts stays left out; nothing else is kept about whoever is in no conversation any more.
   * Answers about whom something was kept.
   */
  #eraseContacts(): string[] {
    const isGone = 'user_id NOT IN (SELECT contact_user_id FROM conversations)'
    const kept = this.#db
      .select(
        `SELECT user_id FROM contacts WHERE ${isGone} AND (note <> '' OR follow_up IS NOT NULL OR is_self = 1)
         UNION SELECT user_id FROM contact_tags WHERE ${isGone}`,
      )
      .all()
    this.#db.sql(`DELETE FROM contacts WHERE excluded = 0 AND ${isGone}`).run()
    this.#db
      .sql(
        `UPDATE contacts SET alias = NULL, note = '', follow_up = NULL, is_self = 0 WHERE ${isGone}
           AND (alias IS NOT NULL OR note <> '' OR follow_up IS NOT NULL OR is_self = 1)`,
      )
      .run()
    this.#db.sql(`DELETE FROM contact_tags WHERE ${isGone}`).run()
    return kept.map((row) => text(row, 'user_id'))
  }

  #eraseMessages(id: ConversationId, limit: number): ErasedPortion {
    const some = 'SELECT id FROM messages WHERE conversation_id = ? ORDER BY id LIMIT ?'
    const hashes = hashesOf(this.#db, some, id, limit)
    if (this.#writer.deleteSome(id, limit) === limit) return { ...NOTHING_DONE, hashes }
    const lines = linesOf(this.#db, id)
    this.#db.sql('DELETE FROM conversations WHERE id = ?').run(id)
    return { ...NOTHING_DONE, hashes, lines }
  }
}
