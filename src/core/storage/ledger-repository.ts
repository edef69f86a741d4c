import {
  type BreakerReason,
  BroadcastId,
  type BroadcastItem,
  type BroadcastRecipient,
  type RecipientState,
  type SkipReason,
} from '#shared/model/broadcast.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { parseBreakerReason, parseRecipientState, parseSkipReason } from './broadcast-columns.ts'
import type { Database } from './database.ts'
import { parseResolution, parseSendReason, parseSendState } from './message-columns.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** One line of the ledger as it is begun. */
export interface NewRecipient {
  conversationId: ConversationId
  accountId: AccountId
  contactUserId: string
  /** False for somebody whom the plan skips. */
  isPlanned: boolean
  /** The text as this person gets it, in the pieces it goes out in. */
  pieces: readonly string[]
  /** Messages: the pieces and then the files. */
  items: number
  skip: SkipReason | null
}

/** Whose turn it is. */
export interface DueRecipient {
  place: number
  conversationId: ConversationId
  contactUserId: string
  pieces: string[]
  /** Indexes of the messages that are still to be handed to the outbox. */
  items: number[]
}

const SELECT_RECIPIENTS = `
  SELECT r.*, iif(c.last_inbound_at >= r.began_at, c.last_inbound_at, NULL) AS answered_at
  FROM broadcast_recipients r JOIN conversations c ON c.id = r.conversation_id`

const SELECT_ITEMS = `
  SELECT i.place, i.message_id, m.send_state, m.send_reason, m.resolution
  FROM broadcast_items i LEFT JOIN messages m ON m.id = i.message_id`

function toItem(row: Row): BroadcastItem {
  const id = row['message_id']
  if (id === null || row['send_state'] === null)
    return { messageId: null, state: 'queued', reason: null, resolution: null }
  return {
    messageId: MessageId.parse(id),
    state: parseSendState(text(row, 'send_state')),
    reason: parseSendReason(textOrNull(row, 'send_reason')),
    resolution: parseResolution(textOrNull(row, 'resolution')),
  }
}

function toRecipient(row: Row, items: BroadcastItem[]): BroadcastRecipient {
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

  constructor(database: Database) {
    this.#db = database
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
        JSON.stringify(recipient.pieces),
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
  list(id: BroadcastId): BroadcastRecipient[] {
    const items = new Map<number, BroadcastItem[]>()
    for (const row of this.#db
      .sql(`${SELECT_ITEMS} WHERE i.broadcast_id = ? ORDER BY i.place, i.item`)
      .all(id)) {
      const place = integer(row, 'place')
      const known = items.get(place)
      if (known === undefined) items.set(place, [toItem(row)])
      else known.push(toItem(row))
    }
    return this.#db
      .sql(`${SELECT_RECIPIENTS} WHERE r.broadcast_id = ? ORDER BY r.place`)
      .all(id)
      .map((row) => toRecipient(row, items.get(integer(row, 'place')) ?? []))
  }

  get(id: BroadcastId, place: number): BroadcastRecipient | null {
    const row = this.#db.sql(`${SELECT_RECIPIENTS} WHERE r.broadcast_id = ? AND r.place = ?`).get(id, place)
    if (row === undefined) return null
    const items = this.#db
      .sql(`${SELECT_ITEMS} WHERE i.broadcast_id = ? AND i.place = ? ORDER BY i.item`)
      .all(id, place)
    return toRecipient(row, items.map(toItem))
  }

  /** Places in one of these states. */
  places(id: BroadcastId, ...states: RecipientState[]): number[] {
    return states.flatMap((state) =>
      this.#db
        .sql('SELECT place FROM broadcast_recipients WHERE broadcast_id = ? AND state = ? ORDER BY place')
        .all(id, state)
        .map((row) => integer(row, 'place')),
    )
  }

  /** Whether anybody's messages are still to be sent or on their way. */
  isOpen(id: BroadcastId): boolean {
    return (
      this.#db
        .sql(
          "SELECT 1 FROM broadcast_recipients WHERE broadcast_id = ? AND state IN ('queued', 'sending') LIMIT 1",
        )
        .get(id) !== undefined
    )
  }

  /** Accounts with somebody in this state. */
  accountsWith(id: BroadcastId, state: RecipientState): AccountId[] {
    return this.#db
      .sql('SELECT DISTINCT account_id FROM broadcast_recipients WHERE broadcast_id = ? AND state = ?')
      .all(id, state)
      .map((row) => AccountId.parse(row['account_id']))
  }

  /** How many accounts a run was planned through. */
  countAccounts(id: BroadcastId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(DISTINCT account_id) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1`,
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** The account's next recipients, in sending order. */
  due(id: BroadcastId, accountId: AccountId, limit: number): DueRecipient[] {
    return this.#db
      .sql(
        `SELECT place, conversation_id, contact_user_id, pieces FROM broadcast_recipients
         WHERE broadcast_id = ? AND state = 'queued' AND account_id = ? ORDER BY place LIMIT ?`,
      )
      .all(id, accountId, limit)
      .map((row) => ({
        place: integer(row, 'place'),
        conversationId: ConversationId.parse(row['conversation_id']),
        contactUserId: text(row, 'contact_user_id'),
        pieces: parsePieces(text(row, 'pieces')),
        items: this.#open(id, integer(row, 'place')),
      }))
  }

  #open(id: BroadcastId, place: number): number[] {
    return this.#db
      .sql(
        `SELECT item FROM broadcast_items WHERE broadcast_id = ? AND place = ? AND message_id IS NULL
         ORDER BY item`,
      )
      .all(id, place)
      .map((row) => integer(row, 'item'))
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
        .sql('UPDATE broadcast_items SET message_id = ? WHERE broadcast_id = ? AND place = ? AND item = ?')
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

  /** Makes messages unsent again, for whoever is to get them once more. */
  reopen(id: BroadcastId, place: number, items: readonly number[]): void {
    for (const item of items) {
      this.#db
        .sql('UPDATE broadcast_items SET message_id = NULL WHERE broadcast_id = ? AND place = ? AND item = ?')
        .run(id, place, item)
    }
    this.setState(id, place, 'queued', null, null)
  }

  /** Nobody else's turn comes any more. */
  cancelQueued(id: BroadcastId, now: number): void {
    this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = 'cancelled', skip_reason = NULL, settled_at = ?
         WHERE broadcast_id = ? AND state = 'queued'`,
      )
      .run(now, id)
  }

  /** The line of the ledger that a message belongs to now. */
  lineOf(message: MessageId): { id: BroadcastId; place: number } | null {
    const row = this.#db
      .sql('SELECT broadcast_id, place FROM broadcast_items WHERE message_id = ?')
      .get(message)
    return row === undefined
      ? null
      : { id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }
  }

  /** Lines of begun recipients with this conversation. */
  linesWith(conversationId: ConversationId): { id: BroadcastId; place: number }[] {
    return this.#db
      .sql(
        `SELECT broadcast_id, place FROM broadcast_recipients
         WHERE conversation_id = ? AND began_at IS NOT NULL`,
      )
      .all(conversationId)
      .map((row) => ({ id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }))
  }

  /** Messages of a run, or of one account in it, that are in the outbox and have not left. */
  unbegunMessages(id: BroadcastId, accountId: AccountId | null): MessageId[] {
    return this.#db
      .sql(
        `SELECT m.id FROM broadcast_recipients r
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
           JOIN messages m ON m.id = i.message_id
         WHERE r.broadcast_id = ?1 AND r.state = 'sending' AND (?2 IS NULL OR r.account_id = ?2)
           AND m.send_state IN ('queued', 'uploading')`,
      )
      .all(id, accountId)
      .map((row) => MessageId.parse(row['id']))
  }

  /** Planned recipients by state. */
  counts(id: BroadcastId): Map<RecipientState, number> {
    const rows = this.#db
      .sql(
        `SELECT state, COUNT(*) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1 GROUP BY state`,
      )
      .all(id)
    return new Map(rows.map((row) => [parseRecipientState(text(row, 'state')), integer(row, 'count')]))
  }

  /** How many have written since their first message went out. */
  countAnswered(id: BroadcastId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcast_recipients r JOIN conversations c ON c.id = r.conversation_id
         WHERE r.broadcast_id = ? AND c.last_inbound_at >= r.began_at`,
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Messages that have not left, by account. */
  openByAccount(id: BroadcastId): number[] {
    const open = new Map<unknown, number>()
    for (const row of this.#db
      .sql(
        `SELECT r.account_id FROM broadcast_recipients r
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
           LEFT JOIN messages m ON m.id = i.message_id
         WHERE r.broadcast_id = ? AND r.state IN ('queued', 'sending')
           AND (m.id IS NULL OR m.send_state IN ('queued', 'uploading'))`,
      )
      .iterate(id)) {
      const account = row['account_id']
      open.set(account, (open.get(account) ?? 0) + 1)
    }
    return [...open.values()]
  }

  /** States of the account's recipients settled last and since then, the newest first. */
  lastSettled(id: BroadcastId, accountId: AccountId, since: number, limit: number): RecipientState[] {
    return this.#db
      .sql(
        `SELECT state FROM broadcast_recipients
         WHERE broadcast_id = ? AND account_id = ? AND settled_at >= ? AND began_at IS NOT NULL
           AND state IN ('accepted', 'unconfirmed', 'refused')
         ORDER BY settled_at DESC, place DESC LIMIT ?`,
      )
      .all(id, accountId, since, limit)
      .map((row) => parseRecipientState(text(row, 'state')))
  }

  breakers(id: BroadcastId): { accountId: AccountId; reason: BreakerReason }[] {
    return this.#db
      .sql('SELECT account_id, reason FROM broadcast_breakers WHERE broadcast_id = ?')
      .all(id)
      .map((row) => ({
        accountId: AccountId.parse(row['account_id']),
        reason: parseBreakerReason(text(row, 'reason')),
      }))
  }

  addBreaker(id: BroadcastId, accountId: AccountId, reason: BreakerReason): void {
    this.#db
      .sql(
        'INSERT INTO broadcast_breakers (broadcast_id, account_id, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(id, accountId, reason)
  }

  clearBreakers(id: BroadcastId): void {
    this.#db.sql('DELETE FROM broadcast_breakers WHERE broadcast_id = ?').run(id)
  }

  /** Messages per conversation that runs not yet ended are still to hand over. */
  pendingByConversation(): Map<ConversationId, number> {
    const rows = this.#db
      .sql(
        `SELECT r.conversation_id, COUNT(*) AS count FROM broadcasts b
           JOIN broadcast_recipients r ON r.broadcast_id = b.id AND r.state = 'queued'
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place AND i.message_id IS NULL
         WHERE b.state IN ('running', 'paused', 'stopped') GROUP BY r.conversation_id`,
      )
      .all()
    return new Map(rows.map((row) => [ConversationId.parse(row['conversation_id']), integer(row, 'count')]))
  }

  /** Messages that runs under way would still hand over by themselves. */
  countPending(): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcasts b
           JOIN broadcast_recipients r ON r.broadcast_id = b.id AND r.state = 'queued'
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place AND i.message_id IS NULL
         WHERE b.state = 'running'`,
      )
      .get()
    return row === undefined ? 0 : integer(row, 'count')
  }
}
