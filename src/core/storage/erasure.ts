import { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { WriteHandle } from './handles.ts'
import type { MessageWriter } from './messages/message-writer.ts'
import { text } from './row.ts'

/** What one portion of an erasure did. */
export interface ErasedPortion {
  /** Nothing of the account is left. */
  isDone: boolean
  /** Hashes of files that its messages held; somebody else may hold them too. */
  hashes: string[]
}

/**
 * Deletes accounts that were removed with their history, a portion in a transaction each. Such an account is
 * marked in its own row, so that what was cut short goes on at the next start.
 */
export class Erasure {
  readonly #db: WriteHandle
  readonly #writer: MessageWriter

  constructor(database: WriteHandle, writer: MessageWriter) {
    this.#db = database
    this.#writer = writer
  }

  /** An account of which something is left; null when nothing is to be deleted. */
  next(): AccountId | null {
    const row = this.#db.select('SELECT id FROM accounts WHERE erased = 1 LIMIT 1').get()
    return row === undefined ? null : AccountId.parse(row['id'])
  }

  /** Deletes up to `limit` messages of the account or, when there are none, other rows of it. */
  eraseSome(id: AccountId, limit: number): ErasedPortion {
    return this.#db.transaction(() => {
      const row = this.#db.select('SELECT id FROM conversations WHERE account_id = ? LIMIT 1').get(id)
      if (row !== undefined) return this.#eraseMessages(ConversationId.parse(row['id']), limit)
      const { changes } = this.#db
        .sql(
          `DELETE FROM unreadable_messages
           WHERE id IN (SELECT id FROM unreadable_messages WHERE account_id = ? LIMIT ?)`,
        )
        .run(id, limit)
      if (changes === limit) return { isDone: false, hashes: [] }
      this.#db.sql('DELETE FROM accounts WHERE id = ? AND erased = 1').run(id)
      this.#eraseContacts()
      return { isDone: true, hashes: [] }
    })
  }

  /** Who is left out of broadcasts stays left out; nothing else is kept about whoever is in no conversation any more. */
  #eraseContacts(): void {
    const isGone = 'user_id NOT IN (SELECT contact_user_id FROM conversations)'
    this.#db.sql(`DELETE FROM contacts WHERE excluded = 0 AND ${isGone}`).run()
    this.#db
      .sql(
        `UPDATE contacts SET alias = NULL, note = '', follow_up = NULL WHERE ${isGone}
           AND (alias IS NOT NULL OR note <> '' OR follow_up IS NOT NULL)`,
      )
      .run()
    this.#db.sql(`DELETE FROM contact_tags WHERE ${isGone}`).run()
  }

  #eraseMessages(conversationId: ConversationId, limit: number): ErasedPortion {
    const hashes = this.#db
      .select(
        `SELECT DISTINCT d.hash FROM media d WHERE d.hash IS NOT NULL AND d.message_id IN
           (SELECT id FROM messages WHERE conversation_id = ? ORDER BY id LIMIT ?)`,
      )
      .all(conversationId, limit)
      .map((row) => text(row, 'hash'))
    const deleted = this.#writer.deleteSome(conversationId, limit)
    if (deleted < limit) this.#db.sql('DELETE FROM conversations WHERE id = ?').run(conversationId)
    return { isDone: false, hashes }
  }
}
