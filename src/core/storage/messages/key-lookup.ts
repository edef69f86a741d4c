import { type AccountId, ConversationId } from '#shared/model/ids.ts'
import type { WriteHandle } from '../handles.ts'
import { integer } from '../row.ts'
import type { MessageWriter } from './message-writer.ts'

/** Messages that are taken up at once: more would keep others waiting (P20). */
const PORTION = 200

/**
 * Makes the messages of one account findable by every key that they carry. Those with a message id are found by that
 * alone for as long as the account's server gives every message one; the first that comes without needs the others (P2).
 */
export class KeyLookup {
  readonly #db: WriteHandle
  readonly #writer: MessageWriter
  readonly #accountId: AccountId
  /** What has been taken up: conversations before this one, and of it the messages up to `#messageId`. */
  #conversationId = 0
  #messageId = 0

  constructor(database: WriteHandle, writer: MessageWriter, accountId: AccountId) {
    this.#db = database
    this.#writer = writer
    this.#accountId = accountId
  }

  /** Takes up a portion, in a transaction of its own; answers whether that was the last. */
  prepareSome(): boolean {
    return this.#db.transaction(() => {
      let room = PORTION
      for (let id = this.#conversation(); id !== null; id = this.#conversation()) {
        room -= this.#takeUp(id, room)
        if (room === 0) return false
        this.#conversationId = id + 1
        this.#messageId = 0
      }
      this.#db.sql('UPDATE accounts SET keyed = 1 WHERE id = ?').run(this.#accountId)
      return true
    })
  }

  #conversation(): ConversationId | null {
    const row = this.#db
      .select('SELECT MIN(id) AS id FROM conversations WHERE account_id = ? AND id >= ?')
      .get(this.#accountId, this.#conversationId)
    return row === undefined || row['id'] === null ? null : ConversationId.parse(row['id'])
  }

  #takeUp(id: ConversationId, limit: number): number {
    const rows = this.#db
      .select('SELECT id FROM messages WHERE conversation_id = ? AND id > ? ORDER BY id LIMIT ?')
      .all(id, this.#messageId, limit)
    const last = rows.at(-1)
    if (last === undefined) return 0
    const upTo = integer(last, 'id')
    this.#writer.makeKeyed(id, this.#messageId, upTo)
    this.#messageId = upTo
    return rows.length
  }
}
