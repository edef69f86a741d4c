import type { BroadcastId } from '#shared/model/ids.ts'
import { MessageId } from '#shared/model/ids.ts'
import type { Sending, SendReason, SendState } from '#shared/model/message.ts'
import { type DropReason, parseDropReason } from './broadcast-columns.ts'
import type { ReadHandle } from './handles.ts'
import { parseResolution, parseSendReason, parseSendState } from './messages/message-columns.ts'
import { flag, integer, type Row, text, textOrNull } from './row.ts'

/** What the outbox knows of the message that an attempt sent. */
export interface AttemptMessage {
  id: MessageId
  state: SendState
  reason: SendReason | null
  resolution: Sending['resolution']
  /** It is the broadcast's own, not one that the operator has taken in hand. */
  isPaced: boolean
}

/** One try to get one message to one person. Without a message and not dropped, its turn is to come. */
export interface Attempt {
  message: AttemptMessage | null
  dropped: DropReason | null
}

/** A recipient of a run. */
export interface RecipientKey {
  id: BroadcastId
  place: number
}

const SELECT_ATTEMPTS = `
  SELECT t.broadcast_id, t.recipient, t.item, t.message_id, t.drop_reason, m.send_state, m.send_reason,
    m.resolution, COALESCE(j.is_paced, 0) AS is_paced
  FROM broadcast_attempts t LEFT JOIN messages m ON m.id = t.message_id
    LEFT JOIN outbox_jobs j ON j.message_id = t.message_id`

function toAttempt(row: Row): Attempt {
  const dropped = parseDropReason(textOrNull(row, 'drop_reason'))
  if (row['message_id'] === null) return { message: null, dropped }
  // what became of a message that is not here any more nobody knows; it is not sent anew
  if (row['send_state'] === null) return { message: null, dropped: 'unknown' }
  return {
    message: {
      id: MessageId.parse(row['message_id']),
      state: parseSendState(text(row, 'send_state')),
      reason: parseSendReason(textOrNull(row, 'send_reason')),
      resolution: parseResolution(textOrNull(row, 'resolution')),
      isPaced: flag(row, 'is_paced'),
    },
    dropped: null,
  }
}

/** The attempts of several recipients by recipient and item, in the order they were made. */
export class AttemptsByRecipient {
  readonly #items = new Map<string, Attempt[][]>()

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = `${integer(row, 'broadcast_id')}/${integer(row, 'recipient')}`
      const items = this.#items.get(key) ?? []
      this.#items.set(key, items)
      const item = integer(row, 'item')
      items[item] = [...(items[item] ?? []), toAttempt(row)]
    }
  }

  of(id: BroadcastId, place: number): Attempt[][] {
    return this.#items.get(`${id}/${place}`) ?? []
  }
}

/** The attempts at the messages of one recipient, by item. */
export function readAttemptsOf(database: ReadHandle, { id, place }: RecipientKey): Attempt[][] {
  return readAttempts(database, id, place, place).of(id, place)
}

/** The attempts at the messages of all recipients of a run from one place to another. */
export function readAttempts(
  database: ReadHandle,
  id: BroadcastId,
  from: number,
  to: number,
): AttemptsByRecipient {
  const rows = database
    .select(
      `${SELECT_ATTEMPTS}
       WHERE t.broadcast_id = CAST(? AS INTEGER)
         AND t.recipient BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)
       ORDER BY t.recipient, t.item, t.attempt`,
    )
    .all(id, from, to)
  return new AttemptsByRecipient(rows)
}
