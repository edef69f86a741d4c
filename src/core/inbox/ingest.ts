import type { UpdateBatch, UpdateSink } from '#core/accounts/ports.ts'
import type { DecodedMessage } from '#core/ilink/message.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import type { MessageRepository } from '#core/storage/message-repository.ts'
import { integer } from '#core/storage/row.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { needsRaw, toShownPart, toStoredQuote } from './parts.ts'

/** What a committed batch changed. */
export interface IngestOutcome {
  accountId: AccountId
  conversations: ConversationId[]
  messages: MessageId[]
}

/** Takes a copy of one of our own sends that came back through a poll. */
export type OwnEchoHandler = (id: MessageId, serverMessageId: string | null) => boolean

interface BatchState {
  conversations: Set<ConversationId>
  messages: MessageId[]
  /** Keyless messages stored by this very batch: identical ones beside them are different messages. */
  keylessHere: Set<MessageId>
}

/** Stores what polls bring. The one place where received messages enter the database. */
export class Ingest implements UpdateSink {
  readonly #db: Database
  readonly #conversations: ConversationRepository
  readonly #messages: MessageRepository
  readonly #onEcho: OwnEchoHandler
  readonly #onCommitted: (outcome: IngestOutcome) => void

  constructor(parts: {
    database: Database
    conversations: ConversationRepository
    messages: MessageRepository
    onEcho: OwnEchoHandler
    onCommitted: (outcome: IngestOutcome) => void
  }) {
    this.#db = parts.database
    this.#conversations = parts.conversations
    this.#messages = parts.messages
    this.#onEcho = parts.onEcho
    this.#onCommitted = parts.onCommitted
  }

  ingest(batch: UpdateBatch): boolean {
    const row = this.#db.sql('SELECT binding, signed_out FROM accounts WHERE id = ?').get(batch.accountId)
    if (row === undefined || integer(row, 'binding') !== batch.binding || integer(row, 'signed_out') !== 0)
      return false
    if (batch.messages.length === 0 && batch.cursor === null) return true
    const state: BatchState = { conversations: new Set(), messages: [], keylessHere: new Set() }
    this.#db.transaction(() => {
      for (const message of batch.messages) this.#store(batch, message, state)
      for (const id of state.conversations) this.#conversations.refreshLast(id)
      if (batch.cursor !== null) {
        this.#db.sql('UPDATE accounts SET cursor = ? WHERE id = ?').run(batch.cursor, batch.accountId)
      }
    })
    if (batch.messages.length > 0) {
      this.#onCommitted({
        accountId: batch.accountId,
        conversations: [...state.conversations],
        messages: state.messages,
      })
    }
    return true
  }

  #store(batch: UpdateBatch, message: DecodedMessage, state: BatchState): void {
    const { accountId, receivedAt } = batch
    const duplicate = this.#messages.findDuplicate(accountId, message.keys)
    if (duplicate !== null && !state.keylessHere.has(duplicate)) {
      this.#meetDuplicate(duplicate, message, state)
      return
    }
    if (message.kind === 'unreadable') this.#setAside(batch, message.rawJson)
    if (message.conversationUserId === null) return

    const conversationId = this.#conversations.ensure(accountId, message.conversationUserId, receivedAt)
    const at = Math.min(message.sentAtMs ?? receivedAt, receivedAt)
    const readable = message.kind === 'message'
    const id = this.#messages.insert({
      accountId,
      conversationId,
      direction: message.direction,
      at,
      receivedAt,
      parts: readable ? message.parts.map(toShownPart) : [{ kind: 'unreadable' }],
      quote: readable && message.quote !== null ? toStoredQuote(message.quote) : null,
      deletedAt: readable ? message.deletedAtMs : null,
      keys: message.keys,
      raw: readable && needsRaw(message.parts, message.quote) ? message.rawJson : null,
    })
    const { messageId, clientId, seq } = message.keys
    if (messageId === null && clientId === null && seq === null) state.keylessHere.add(id)
    if (message.direction === 'in') {
      this.#conversations.noteInbound(conversationId, { at, contextToken: message.contextToken })
      this.#db
        .sql('UPDATE accounts SET last_inbound_at = MAX(COALESCE(last_inbound_at, ?1), ?1) WHERE id = ?2')
        .run(receivedAt, accountId)
    } else {
      this.#conversations.noteSend(conversationId)
    }
    state.conversations.add(conversationId)
    state.messages.push(id)
  }

  /** A copy is not stored again, but it may prove that one of our own sends arrived at the server. */
  #meetDuplicate(id: MessageId, message: DecodedMessage, state: BatchState): void {
    const wasOwn = message.direction === 'out' && this.#onEcho(id, message.keys.messageId)
    if (!wasOwn) this.#messages.learnKeys(id, message.keys)
    const stored = wasOwn ? this.#messages.get(id) : null
    if (stored === null) return
    state.conversations.add(stored.conversationId)
    state.messages.push(id)
  }

  /** Kept raw for diagnosis, alone; the rest of the batch goes through (P11). */
  #setAside(batch: UpdateBatch, raw: string): void {
    this.#db
      .sql('INSERT INTO unreadable_messages (account_id, received_at, raw) VALUES (?, ?, ?)')
      .run(batch.accountId, batch.receivedAt, raw)
    this.#db
      .sql('UPDATE accounts SET unreadable_count = unreadable_count + 1 WHERE id = ?')
      .run(batch.accountId)
  }
}
