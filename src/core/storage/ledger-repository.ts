import type { RecipientState, SkipReason } from '#shared/model/broadcast.ts'
import { AccountId, BroadcastId, ConversationId } from '#shared/model/ids.ts'
import type { RecipientKey } from './attempt-reader.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import type { WriteHandle } from './handles.ts'
import { LedgerReader, type StoredRecipient } from './ledger-reader.ts'
import { integer, integerOrNull, text, textOrNull } from './row.ts'

/** How a recipient stands. */
export interface RecipientStanding {
  state: RecipientState
  /** Why what was left for them was not sent, with `skipped`. */
  skip: SkipReason | null
}

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
  /** The text as this person gets it, in the pieces it goes out in. */
  pieces: string[]
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
 * Who gets what in a run, and what became of it. The state of a recipient follows from their attempts; it is
 * kept beside them, so that a long list is counted quickly, and written by RecipientStateSync alone.
 */
export class LedgerRepository {
  readonly #db: WriteHandle
  readonly #reader: LedgerReader
  readonly #attempts: AttemptRepository

  constructor(database: WriteHandle, attempts: AttemptRepository) {
    this.#db = database
    this.#reader = new LedgerReader(database)
    this.#attempts = attempts
  }

  /** Nothing is written of somebody whose history was deleted since the list was made (P23). */
  add(id: BroadcastId, place: number, recipient: NewRecipient): void {
    const { changes } = this.#db
      .sql(
        `INSERT INTO broadcast_recipients (broadcast_id, place, conversation_id, account_id, contact_user_id,
           is_planned, pieces, state, skip_reason)
         SELECT ?1, ?2, c.id, ?4, ?5, ?6, ?7, ?8, ?9 FROM conversations c WHERE c.id = ?3 AND c.erased = 0`,
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
    if (changes === 0) return
    this.#attempts.append({ id, place }, Array.from({ length: recipient.items }).keys(), recipient.skip)
  }

  /** Everybody, in sending order. */
  list(id: BroadcastId): StoredRecipient[] {
    return this.#reader.list(id)
  }

  /** A portion in sending order: so many lines from a place on. */
  some(id: BroadcastId, from: number, limit: number): StoredRecipient[] {
    return this.#reader.some(id, from, limit)
  }

  get(key: RecipientKey): StoredRecipient | null {
    return this.#reader.get(key)
  }

  /** Recipients whose state something may change that happens to their messages, or to their run. */
  unsettled(): RecipientKey[] {
    return this.#db
      .sql(
        `SELECT r.broadcast_id, r.place FROM broadcasts b CROSS JOIN broadcast_recipients r
           ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state IN ('queued', 'sending', 'unconfirmed', 'refused')
         WHERE b.state <> 'draft' AND (r.state <> 'queued' OR r.began_at IS NOT NULL)`,
      )
      .all()
      .map((row) => ({ id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }))
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

  /** The lines of all runs that name a conversation, and whether anything of them is still to be handed over. */
  ofConversation(id: ConversationId): { key: RecipientKey; isQueued: boolean }[] {
    return this.#db
      .sql('SELECT broadcast_id, place, state FROM broadcast_recipients WHERE conversation_id = ?')
      .all(id)
      .map((row) => ({
        key: { id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') },
        isQueued: row['state'] === 'queued',
      }))
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
    // asked account by account: the people of one may be thousands
    const accounts = (['sending', 'queued'] as const).flatMap((state) =>
      this.#db
        .sql(
          `SELECT a.account_id FROM broadcast_accounts a WHERE a.broadcast_id = ?1 AND EXISTS (
             SELECT 1 FROM broadcast_recipients r
             WHERE r.broadcast_id = ?1 AND r.is_planned = 1 AND r.state = ?2 AND r.account_id = a.account_id)`,
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
        `SELECT r.place, COALESCE(r.pieces, b.pieces) AS pieces
         FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast_id
         WHERE r.broadcast_id = ? AND r.is_planned = 1 AND r.state = 'queued' AND r.account_id = ?
         ORDER BY r.place LIMIT ?`,
      )
      .all(id, accountId, limit)
      .map((row) => ({ place: integer(row, 'place'), pieces: parsePieces(text(row, 'pieces')) }))
  }

  /** Keeps what follows from a recipient's attempts. */
  setState({ id, place }: RecipientKey, { state, skip }: RecipientStanding, now: number): void {
    const isOpen = state === 'queued' || state === 'sending'
    this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = ?1, skip_reason = ?2, settled_at = ?3,
           began_at = iif(?1 = 'sending', COALESCE(began_at, ?4), began_at)
         WHERE broadcast_id = ?5 AND place = ?6`,
      )
      .run(state, skip, isOpen ? null : now, now, id, place)
  }

  /** The same for somebody of a run that is over, who has got nothing so far; false for whoever has, or may have. */
  cancelUntouched({ id, place }: RecipientKey, now: number): boolean {
    const { changes } = this.#db
      .sql(
        `UPDATE broadcast_recipients SET state = 'cancelled', settled_at = ?3
         WHERE broadcast_id = ?1 AND place = ?2 AND is_planned = 1 AND state = 'queued' AND began_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM broadcast_attempts t
             WHERE t.broadcast_id = ?1 AND t.recipient = ?2 AND t.drop_reason = 'unknown')`,
      )
      .run(id, place, now)
    return Number(changes) > 0
  }

  /** Some of those whose turn has not come, of all accounts or of one. */
  someQueued(id: BroadcastId, limit: number, accountId: AccountId | null = null): number[] {
    return this.#db
      .sql(
        `SELECT place FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1 AND state = 'queued'
           ${accountId === null ? '' : 'AND account_id = ?'} LIMIT ?`,
      )
      .all(id, ...(accountId === null ? [] : [accountId]), limit)
      .map((row) => integer(row, 'place'))
  }

  /** Runs that were cancelled while the program ended before their ledger said so of everybody. */
  unclosed(): BroadcastId[] {
    return this.#db
      .sql(
        `SELECT b.id FROM broadcasts b WHERE b.state = 'cancelled' AND EXISTS (
           SELECT 1 FROM broadcast_recipients r
           WHERE r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'queued')`,
      )
      .all()
      .map((row) => BroadcastId.parse(row['id']))
  }

  /** Accounts that a run left alone while the program ended before its ledger said so of everybody. */
  unclosedAccounts(): { id: BroadcastId; accountId: AccountId }[] {
    return this.#db
      .sql(
        `SELECT a.broadcast_id, a.account_id FROM broadcast_accounts a WHERE a.breaker IS NOT NULL AND EXISTS (
           SELECT 1 FROM broadcast_recipients r WHERE r.broadcast_id = a.broadcast_id AND r.is_planned = 1
             AND r.state = 'queued' AND r.account_id = a.account_id)`,
      )
      .all()
      .map((row) => ({
        id: BroadcastId.parse(row['broadcast_id']),
        accountId: AccountId.parse(row['account_id']),
      }))
  }

  /** Deletes some lines with their attempts; false when none is left. */
  removeSome(id: BroadcastId, limit: number): boolean {
    const { changes } = this.#db
      .sql(
        `DELETE FROM broadcast_recipients WHERE broadcast_id = ?1 AND place IN (
           SELECT place FROM broadcast_recipients WHERE broadcast_id = ?1 ORDER BY place LIMIT ?2)`,
      )
      .run(id, limit)
    return Number(changes) === limit
  }

  /** The pieces of a text that all get alike. */
  setPieces(id: BroadcastId, pieces: readonly string[]): void {
    this.#db.sql('UPDATE broadcasts SET pieces = ? WHERE id = ?').run(JSON.stringify(pieces), id)
  }

  /** Those of these conversations in which a line that was begun since `since` has no answer yet. */
  awaitingAnswer(conversationIds: readonly ConversationId[], since: number): ConversationId[] {
    const rows = this.#db
      .select(
        // each is looked up by itself: to find them among a list, SQLite would make a table of it
        `SELECT r.conversation_id AS id FROM json_each(?) e CROSS JOIN broadcast_recipients r
           ON r.conversation_id = e.value AND r.began_at >= ? AND r.answered_at IS NULL AND r.began_at IS NOT NULL`,
      )
      .all(JSON.stringify(conversationIds), since)
    return [...new Set(rows.map((row) => ConversationId.parse(row['id'])))]
  }

  /**
   * Somebody wrote: lines begun since `since` that they had not answered yet are answered now, by arrival (P19); answers which.
   * What they write much later is no answer any more.
   */
  recordAnswer(conversationId: ConversationId, since: number): { id: BroadcastId; place: number }[] {
    return this.#db
      .sql(
        `UPDATE broadcast_recipients SET answered_at = c.last_inbound_at FROM conversations c
         WHERE broadcast_recipients.conversation_id = ?1 AND c.id = ?1 AND began_at >= ?2 AND answered_at IS NULL
           AND began_at IS NOT NULL
           AND EXISTS (
             SELECT 1 FROM broadcast_attempts t JOIN messages m ON m.id = t.message_id
             WHERE t.broadcast_id = broadcast_recipients.broadcast_id AND t.recipient = broadcast_recipients.place
               AND m.send_state IN ('sending', 'accepted', 'unconfirmed') AND m.id < c.last_inbound_seq)
         RETURNING broadcast_id, place`,
      )
      .all(conversationId, since)
      .map((row) => ({ id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }))
  }

  /** Names of the people and accounts of lines of a run as they are now, by place; also of accounts that were removed. */
  names(id: BroadcastId, from: number, to: number): Map<number, LedgerNames> {
    const rows = this.#db
      .sql(
        `SELECT r.place, k.alias AS contact, a.alias AS account, a.number, a.owner_user_id
         FROM broadcast_recipients r LEFT JOIN contacts k ON k.user_id = r.contact_user_id
           LEFT JOIN accounts a ON a.id = r.account_id
         WHERE r.broadcast_id = CAST(? AS INTEGER)
           AND r.place BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)`,
      )
      .all(id, from, to)
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
