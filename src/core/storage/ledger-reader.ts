import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import { AccountId, BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { type Attempt, type RecipientKey, readAttempts, readAttemptsOf } from './attempt-reader.ts'
import { parseRecipientState, parseSkipReason } from './broadcast-columns.ts'
import type { ReadHandle } from './handles.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** A recipient with every attempt at each of their messages. */
export interface StoredRecipient extends Omit<BroadcastRecipient, 'items'> {
  /** The contact is left out of broadcasts now. */
  isExcluded: boolean
  /** By item, in the order they were made. */
  attempts: Attempt[][]
}

const SELECT_RECIPIENTS = `
  SELECT r.broadcast_id, r.place, r.conversation_id, r.account_id, r.contact_user_id, r.is_planned, r.state,
    r.skip_reason, r.settled_at, r.answered_at, COALESCE(k.excluded, 0) AS is_excluded
  FROM broadcast_recipients r LEFT JOIN contacts k ON k.user_id = r.contact_user_id`

function toRecipient(row: Row, attempts: Attempt[][]): StoredRecipient {
  return {
    broadcastId: BroadcastId.parse(row['broadcast_id']),
    place: integer(row, 'place'),
    conversationId: ConversationId.parse(row['conversation_id']),
    accountId: AccountId.parse(row['account_id']),
    contactUserId: text(row, 'contact_user_id'),
    isPlanned: flag(row, 'is_planned'),
    state: parseRecipientState(text(row, 'state')),
    skip: parseSkipReason(textOrNull(row, 'skip_reason')),
    attempts,
    settledAt: integerOrNull(row, 'settled_at'),
    answeredAt: integerOrNull(row, 'answered_at'),
    isExcluded: flag(row, 'is_excluded'),
  }
}

/** Reads the lines of ledgers with their attempts, over any connection. */
export class LedgerReader {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  /** Everybody, in sending order. */
  list(id: BroadcastId): StoredRecipient[] {
    return this.some(id, 0, Number.MAX_SAFE_INTEGER)
  }

  /** A portion in sending order: so many lines from a place on. */
  some(id: BroadcastId, from: number, limit: number): StoredRecipient[] {
    const rows = this.#db
      .select(
        `${SELECT_RECIPIENTS}
         WHERE r.broadcast_id = CAST(? AS INTEGER) AND r.place >= CAST(? AS INTEGER) ORDER BY r.place LIMIT ?`,
      )
      .all(id, from, limit)
    const last = rows.at(-1)
    if (last === undefined) return []
    const attempts = readAttempts(this.#db, id, from, integer(last, 'place'))
    return rows.map((row) => toRecipient(row, attempts.of(id, integer(row, 'place'))))
  }

  get({ id, place }: RecipientKey): StoredRecipient | null {
    const row = this.#db
      .select(
        `${SELECT_RECIPIENTS} WHERE r.broadcast_id = CAST(? AS INTEGER) AND r.place = CAST(? AS INTEGER)`,
      )
      .get(id, place)
    return row === undefined ? null : toRecipient(row, readAttemptsOf(this.#db, { id, place }))
  }
}
