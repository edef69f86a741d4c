import type {
  BroadcastItem,
  BroadcastRecipient,
  RecipientState,
  SkipReason,
} from '#shared/model/broadcast.ts'
import { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { parseRecipientState, parseSkipReason } from './broadcast-columns.ts'
import type { Database } from './database.ts'
import { parseResolution, parseSendReason, parseSendState } from './messages/message-columns.ts'
import type { MessageWriter } from './messages/message-writer.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** One line of the ledger as it is begun. */
export interface NewRecipient {
  conversationId: ConversationId
  accountId: AccountId
  contactUserId: string
  /** False for somebody whom the plan skips. */
  isPlanned: boolean
  /** The text as this person gets it, in the pieces it goes out in; null where all get the same. */
  pieces: readonly string[] | null
  /** Messages: the pieces and then the files. */
  items: number
  skip: SkipReason | null
}

/** Whose turn it is. */
export interface DueRecipient {
  place: number
  conversationId: ConversationId
  pieces: string[]
  /** Indexes of the messages that are to be handed to the outbox. */
  items: number[]
  /** Failed messages of theirs that are sent once more by that. */
  instead: MessageId[]
}

/** A message of a recipient, with what only the run itself asks about it. */
export interface LedgerItem extends BroadcastItem {
  /** It is the broadcast's own, not one that the operator has taken in hand. */
  isPaced: boolean
}

/** A line of the ledger, with what only the run itself asks about it. */
export interface LedgerLine extends BroadcastRecipient {
  items: LedgerItem[]
}

const SELECT_RECIPIENTS = `
  SELECT broadcast_id, place, conversation_id, account_id, contact_user_id, is_planned, state, skip_reason,
    settled_at, answered_at
  FROM broadcast_recipients`

const SELECT_ITEMS = `
  SELECT i.place, i.message_id, m.send_state, m.send_reason, m.resolution, i.may_be_there,
    COALESCE(j.is_paced, 1) AS is_paced
  FROM broadcast_items i
    LEFT JOIN messages m ON m.id = i.message_id LEFT JOIN outbox_jobs j ON j.message_id = i.message_id`

function toItem(row: Row): LedgerItem {
  const id = row['message_id']
  if (id === null || row['send_state'] === null)
    return {
      messageId: null,
      state: 'queued',
      reason: null,
      resolution: null,
      mayBeThere: false,
      isPaced: true,
    }
  return {
    messageId: MessageId.parse(id),
    state: parseSendState(text(row, 'send_state')),
    reason: parseSendReason(textOrNull(row, 'send_reason')),
    resolution: parseResolution(textOrNull(row, 'resolution')),
    mayBeThere: flag(row, 'may_be_there'),
    isPaced: flag(row, 'is_paced'),
  }
}

function toLine(row: Row, items: LedgerItem[]): LedgerLine {
  return {
    broadcastId: BroadcastId.parse(row['broadcast_id']),
    place: integer(row, 'place'),
    conversationId: ConversationId.parse(row['conversation_id']),
    accountId: AccountId.parse(row['account_id']),
    contactUserId: text(row, 'contact_user_id'),
    isPlanned: flag(row, 'is_planned'),
    state: parseRecipientState(text(row, 'state')),
    skip: parseSkipReason(textOrNull(row, 'skip_reason')),
    items,
    settledAt: integerOrNull(row, 'settled_at'),
    answeredAt: integerOrNull(row, 'answered_at'),
  }
}

/** What the people and accounts of a line are called; null where nobody gave a name. */
export interface LedgerNames {
  contact: string | null
  account: string | null
  accountNumber: number | null
  ownerUserId: string | null
}

/** Pieces that only this program wrote; a failing disk's are not guessed at. */
function parsePieces(json: string): string[] {
  const pieces: unknown = JSON.parse(json)
  if (!Array.isArray(pieces) || !pieces.every((piece) => typeof piece === 'string'))
    throw new TypeError('a recipient without pieces')
  return pieces
}

/**
 * Who gets what in a run, and what became of it. A message that was handed to the outbox says itself how
 * it stands; the state of a recipient is kept beside it, so that a long list is counted quickly.
 */
export class LedgerRepository {
  readonly #db: Database
  readonly #writer: MessageWriter

  constructor(database: Database, writer: MessageWriter) {
    this.#db = database
    this.#writer = writer
  }

  add(id: BroadcastId, place: number, recipient: NewRecipient): void {
    this.#db
      .sql(
        `INSERT INTO broadcast_recipients (broadcast_id, place, conversation_id, account_id, contact_user_id,
           is_planned, pieces, state, skip_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        place,
        recipient.conversationId,
        recipient.accountId,
        recipient.contactUserId,
        recipient.isPlanned ? 1 : 0,
        recipient.pieces === null ? null : JSON.stringify(recipient.pieces),
        recipient.skip === null ? 'queued' : 'skipped',
        recipient.skip,
      )
    for (let item = 0; item < recipient.items; item += 1) {
      this.#db
        .sql('INSERT INTO broadcast_items (broadcast_id, place, item) VALUES (?, ?, ?)')
        .run(id, place, item)
    }
  }

  /** Everybody, in sending order. */
  list(id: BroadcastId): LedgerLine[] {
    const items = new Map<number, LedgerItem[]>()
    for (const row of this.#db
      .sql(`${SELECT_ITEMS} WHERE i.broadcast_id = ? ORDER BY i.place, i.item`)
      .all(id)) {
      const place = integer(row, 'place')
      const known = items.get(place)
      if (known === undefined) items.set(place, [toItem(row)])
      else known.push(toItem(row))
    }
    return this.#db
      .sql(`${SELECT_RECIPIENTS} WHERE broadcast_id = ? ORDER BY place`)
      .all(id)
      .map((row) => toLine(row, items.get(integer(row, 'place')) ?? []))
  }

  get(id: BroadcastId, place: number): LedgerLine | null {
    const row = this.#db.sql(`${SELECT_RECIPIENTS} WHERE broadcast_id = ? AND place = ?`).get(id, place)
    if (row === undefined) return null
    const items = this.#db
      .sql(`${SELECT_ITEMS} WHERE i.broadcast_id = ? AND i.place = ? ORDER BY i.item`)
      .all(id, place)
    return toLine(row, items.map(toItem))
  }

  /** Places of planned recipients in one of these states, of one account or of all. */
  places(id: BroadcastId, states: readonly RecipientState[], accountId: AccountId | null = null): number[] {
    return states.flatMap((state) =>
      this.#db
        .sql(
          `SELECT place FROM broadcast_recipients
           WHERE broadcast_id = ?1 AND is_planned = 1 AND state = ?2 AND (?3 IS NULL OR account_id = ?3)`,
        )
        .all(id, state, accountId)
        .map((row) => integer(row, 'place')),
    )
  }

  /** Whether anybody's messages are still to be sent or on their way. */
  isOpen(id: BroadcastId): boolean {
    return (['queued', 'sending'] as const).some(
      (state) =>
        this.#db
          .sql(
            `SELECT 1 FROM broadcast_recipients WHERE broadcast_id = ? AND is_planned = 1 AND state = ?
             LIMIT 1`,
          )
          .get(id, state) !== undefined,
    )
  }

  /** Accounts with somebody whose messages are still to be sent or on their way. */
  openAccounts(id: BroadcastId): AccountId[] {
    const accounts = (['sending', 'queued'] as const).flatMap((state) =>
      this.#db
        .sql(
          `SELECT DISTINCT account_id FROM broadcast_recipients
           WHERE broadcast_id = ? AND is_planned = 1 AND state = ?`,
        )
        .all(id, state)
        .map((row) => AccountId.parse(row['account_id'])),
    )
    return [...new Set(accounts)]
  }

  /** The account's next recipients, in sending order. */
  due(id: BroadcastId, accountId: AccountId, limit: number): DueRecipient[] {
    return this.#db
      .sql(
        `SELECT r.place, r.conversation_id, COALESCE(r.pieces, b.pieces) AS pieces
         FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast_id
         WHERE r.broadcast_id = ? AND r.is_planned = 1 AND r.state = 'queued' AND r.account_id = ?
         ORDER BY r.place LIMIT ?`,
      )
      .all(id, accountId, limit)
      .map((row) => ({
        place: integer(row, 'place'),
        conversationId: ConversationId.parse(row['conversation_id']),
        pieces: parsePieces(text(row, 'pieces')),
        ...this.#toHand(id, integer(row, 'place')),
      }))
  }

  /** What was settled since a retry was asked for, by the operator or the server, is not sent once more. */
  #toHand(id: BroadcastId, place: number): Pick<DueRecipient, 'items' | 'instead'> {
    const rows = this.#db
      .sql(
        `SELECT i.item, i.message_id, m.send_state FROM broadcast_items i LEFT JOIN messages m ON m.id = i.message_id
         WHERE i.broadcast_id = ? AND i.place = ?
           AND (i.message_id IS NULL OR (i.is_again = 1 AND m.resolution IS NULL
             AND m.send_state IN ('refused', 'unconfirmed', 'cancelled')))
         ORDER BY i.item`,
      )
      .all(id, place)
    return {
      items: rows.map((row) => integer(row, 'item')),
      // one that never left is not sent again
      instead: rows
        .filter((row) => row['message_id'] !== null && row['send_state'] !== 'cancelled')
        .map((row) => MessageId.parse(row['message_id'])),
    }
  }

  /** Their turn has come: these messages are in the outbox now. */
  begin(id: BroadcastId, place: number, messages: ReadonlyMap<number, MessageId>, now: number): void {
    this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = 'sending', began_at = COALESCE(began_at, ?)
         WHERE broadcast_id = ? AND place = ?`,
      )
      .run(now, id, place)
    for (const [item, message] of messages) {
      this.#db
        .sql(
          `UPDATE broadcast_items SET
             may_be_there = MAX(may_be_there, EXISTS (
               SELECT 1 FROM messages m WHERE m.id = broadcast_items.message_id AND m.send_state = 'unconfirmed')),
             former_id = message_id, message_id = ?, is_again = 0
           WHERE broadcast_id = ? AND place = ? AND item = ?`,
        )
        .run(message, id, place, item)
    }
  }

  setState(
    id: BroadcastId,
    place: number,
    state: RecipientState,
    skip: SkipReason | null,
    settledAt: number | null,
  ): void {
    this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = ?, skip_reason = ?, settled_at = ?
         WHERE broadcast_id = ? AND place = ?`,
      )
      .run(state, skip, settledAt, id, place)
  }

  /** These messages are to be sent once more; until then they stay what they are. */
  queueAgain(id: BroadcastId, place: number, items: readonly number[]): void {
    for (const item of items) {
      this.#db
        .sql(
          `UPDATE broadcast_items SET is_again = 1
           WHERE broadcast_id = ? AND place = ? AND item = ? AND message_id IS NOT NULL`,
        )
        .run(id, place, item)
    }
    this.setState(id, place, 'queued', null, null)
  }

  /** Nothing is sent once more after all. */
  forgetAgain(id: BroadcastId, place: number): void {
    this.#db
      .sql('UPDATE broadcast_items SET is_again = 0 WHERE broadcast_id = ? AND place = ? AND is_again = 1')
      .run(id, place)
  }

  /** Where a message that was to go out instead of a failed one never left, the failed one counts again. */
  takeBackAgain(id: BroadcastId, place: number): void {
    const rows = this.#db
      .sql(
        `UPDATE broadcast_items SET message_id = former_id, former_id = NULL
         WHERE broadcast_id = ? AND place = ? AND former_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM messages m WHERE m.id = broadcast_items.message_id AND m.send_state = 'cancelled')
         RETURNING message_id`,
      )
      .all(id, place)
    for (const row of rows) {
      this.#writer.takeBackSentAgain(MessageId.parse(row['message_id']))
    }
  }

  /** The pieces of a text that all get alike. */
  setPieces(id: BroadcastId, pieces: readonly string[]): void {
    this.#db.sql('UPDATE broadcasts SET pieces = ? WHERE id = ?').run(JSON.stringify(pieces), id)
  }

  /**
   * Somebody wrote: lines begun since `since` that they had not answered yet are answered now; answers which.
   * What they write much later is no answer any more.
   */
  noteAnswer(conversationId: ConversationId, since: number): { id: BroadcastId; place: number }[] {
    return this.#db
      .sql(
        `UPDATE broadcast_recipients SET answered_at = c.last_inbound_at FROM conversations c
         WHERE broadcast_recipients.conversation_id = ?1 AND c.id = ?1 AND began_at >= ?2 AND answered_at IS NULL
           AND began_at IS NOT NULL AND c.last_inbound_at >= began_at
           AND EXISTS (
             SELECT 1 FROM broadcast_items i JOIN messages m ON m.id = i.message_id
             WHERE i.broadcast_id = broadcast_recipients.broadcast_id AND i.place = broadcast_recipients.place
               AND m.send_state IN ('sending', 'accepted', 'unconfirmed'))
         RETURNING broadcast_id, place`,
      )
      .all(conversationId, since)
      .map((row) => ({ id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }))
  }

  /** Everybody is taken off whose turn has not come and who has got nothing so far. */
  cancelUntouched(id: BroadcastId, now: number): void {
    this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = 'cancelled', settled_at = ?2
         WHERE broadcast_id = ?1 AND is_planned = 1 AND state = 'queued' AND began_at IS NULL`,
      )
      .run(id, now)
  }

  /** Names of the people and accounts of a run as they are now, by place; also of accounts that were removed. */
  names(id: BroadcastId): Map<number, LedgerNames> {
    const rows = this.#db
      .sql(
        `SELECT r.place, k.alias AS contact, a.alias AS account, a.number, a.owner_user_id
         FROM broadcast_recipients r LEFT JOIN contacts k ON k.user_id = r.contact_user_id
           LEFT JOIN accounts a ON a.id = r.account_id
         WHERE r.broadcast_id = ?`,
      )
      .all(id)
    return new Map(
      rows.map((row) => [
        integer(row, 'place'),
        {
          contact: textOrNull(row, 'contact'),
          account: textOrNull(row, 'account'),
          accountNumber: integerOrNull(row, 'number'),
          ownerUserId: textOrNull(row, 'owner_user_id'),
        },
      ]),
    )
  }
}
