import type { BroadcastId } from '#shared/model/ids.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Sending, SendReason, SendState } from '#shared/model/message.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import type { Database } from './database.ts'
import { parseResolution, parseSendReason, parseSendState } from './messages/message-columns.ts'
import type { MessageWriter, OwnMessage } from './messages/message-writer.ts'
import { unsettled } from './messages/unsettled.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** One wire message to be sent. The item is sent as stored, the client id is its for life (P3). */
export interface OutboxJob {
  id: MessageId
  accountId: AccountId
  conversationId: ConversationId
  clientId: string
  /** JSON of the one item; null until its upload is done. */
  item: string | null
  /** The operator wanted it sent although our meters say it cannot arrive. */
  force: boolean
  /** It is a broadcast's, and lets a person's own messages go first. */
  isPaced: boolean
  /** It was scheduled and leaves by then, in Unix milliseconds, or not by itself; null: whenever it can. */
  sendBy: number | null
}

export interface NewJob extends OwnMessage {
  requestId: string | null
  /** Null for what has to be uploaded first. */
  item: string | null
  force: boolean
  /** The broadcast it is part of. */
  broadcastId: BroadcastId | null
  /** The failed message that it is sent instead of, which counts again should it never leave. */
  replaces: MessageId | null
  /** What it was scheduled for; null for what was sent when it was written. */
  timing: JobTiming | null
  /** The program that wrote it, by name. */
  program: string | null
}

/** A message that was scheduled, as its job knows it. */
export interface JobTiming {
  due: WallTime
  /** It leaves by then, in Unix milliseconds, or not by itself; null for one that waits for the operator. */
  sendBy: number | null
  /** The contact's last message, by its place of arrival, that it answers. */
  answersSeq: number
}

/** How an own message stands, for the timeline. */
export interface SendTrace {
  id: MessageId
  accountId: AccountId
  state: SendState
  reason: SendReason | null
  resolution: Sending['resolution']
  /** The server's id of it, decimal. */
  serverId: string | null
  /** Cleaned, but still the server's. */
  serverText: string | null
}

/** A job with what its message knows of it. */
export const SELECT_JOB = `
  SELECT m.id, m.account_id, m.conversation_id, m.client_id, j.item, j.insist, j.is_paced, j.send_by
  FROM messages m JOIN outbox_jobs j ON j.message_id = m.id`

export function toJob(row: Row): OutboxJob {
  return {
    id: MessageId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    clientId: text(row, 'client_id'),
    item: textOrNull(row, 'item'),
    force: flag(row, 'insist'),
    isPaced: flag(row, 'is_paced'),
    sendBy: integerOrNull(row, 'send_by'),
  }
}

function toTrace(id: MessageId, row: Row): SendTrace {
  return {
    id,
    accountId: AccountId.parse(row['account_id']),
    state: parseSendState(text(row, 'send_state')),
    reason: parseSendReason(textOrNull(row, 'send_reason')),
    resolution: parseResolution(textOrNull(row, 'resolution')),
    serverId: textOrNull(row, 'message_id'),
    serverText: textOrNull(row, 'server_text'),
  }
}

function toIds(rows: Row[]): MessageId[] {
  return rows.map((row) => MessageId.parse(row['id']))
}

/** The durable queue. A message and its job are one transaction; the state stands on the message. */
export class OutboxRepository {
  readonly #db: Database
  readonly #writer: MessageWriter

  constructor(database: Database, writer: MessageWriter) {
    this.#db = database
    this.#writer = writer
  }

  add(job: NewJob): MessageId {
    const id = this.#writer.insertOwn(job)
    this.#db
      .sql(
        `INSERT INTO outbox_jobs (message_id, request_id, item, insist, broadcast_id, is_paced, replaces_id, due,
           send_by, answers_seq, program)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        job.requestId,
        job.item,
        job.force ? 1 : 0,
        job.broadcastId,
        job.broadcastId === null ? 0 : 1,
        job.replaces,
        job.timing?.due ?? null,
        job.timing?.sendBy ?? null,
        job.timing?.answersSeq ?? null,
        job.program,
      )
    return id
  }

  /** The operator had what waited sent now, whenever it was for: it answers everything that they have written by now. */
  recordDecision(conversationId: ConversationId, ids: readonly MessageId[]): void {
    const statement = this.#db.sql(
      `UPDATE outbox_jobs SET send_by = NULL,
         answers_seq = (SELECT wrote_seq FROM conversations WHERE id = ?) WHERE message_id = ?`,
    )
    for (const id of ids) statement.run(conversationId, id)
  }

  /** What an earlier call with the same request id queued. */
  idsOfRequest(requestId: string): MessageId[] {
    return toIds(
      this.#db
        .sql('SELECT message_id AS id FROM outbox_jobs WHERE request_id = ? ORDER BY message_id')
        .all(requestId),
    )
  }

  /**
   * What was scheduled, is queued, and should have left before a moment, or was for later than `upTo`: the clock was set
   * back then since it was queued, and nobody knows how long it has been.
   */
  overdue(now: number, upTo: WallTime): OutboxJob[] {
    // asked for an order, SQLite would go through all messages
    return this.#db
      .sql(
        `${SELECT_JOB} WHERE m.send_state = 'queued' AND j.send_by IS NOT NULL AND (j.send_by < ? OR j.due > ?)`,
      )
      .all(now, upTo)
      .map(toJob)
      .sort((one, other) => one.id - other.id)
  }

  /** Whether something is queued that was scheduled, or may be so again because it does not leave. */
  hasTimed(): boolean {
    // each state has an index of its own
    const inState = (state: 'queued' | 'uploading' | 'sending') =>
      this.#db
        .sql(
          `SELECT 1 FROM messages m JOIN outbox_jobs j ON j.message_id = m.id
           WHERE m.send_state = '${state}' AND j.send_by IS NOT NULL LIMIT 1`,
        )
        .get() !== undefined
    return inState('queued') || inState('uploading') || inState('sending')
  }

  /** How many messages of a conversation will leave by themselves. */
  countOnTheirWay(conversationId: ConversationId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM messages WHERE conversation_id = ? AND ${unsettled('messages')}
           AND send_state IN ('held', 'queued', 'uploading')`,
      )
      .get(conversationId)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** How many messages of a person an account has queued. */
  countQueued(accountId: AccountId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM messages m JOIN outbox_jobs j ON j.message_id = m.id AND j.is_paced = 0
         WHERE m.account_id = ? AND m.send_state = 'queued'`,
      )
      .get(accountId)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Whether a message is or was part of a broadcast, whose ledger names it. */
  isOfBroadcast(id: MessageId): boolean {
    return (
      this.#db.sql('SELECT 1 FROM outbox_jobs WHERE message_id = ? AND broadcast_id IS NOT NULL').get(id) !==
      undefined
    )
  }

  get(id: MessageId): OutboxJob | null {
    const row = this.#db.sql(`${SELECT_JOB} WHERE m.id = ?`).get(id)
    return row === undefined ? null : toJob(row)
  }

  /** The operator took the job in hand: it is no broadcast's any more, though it stays marked as part of it. */
  setUnpaced(id: MessageId): void {
    this.#db.sql('UPDATE outbox_jobs SET is_paced = 0 WHERE message_id = ?').run(id)
  }

  /** What the upload gave: the item as it will be sent, kept for good (P3). */
  setItem(id: MessageId, item: string): void {
    this.#db.sql('UPDATE outbox_jobs SET item = ? WHERE message_id = ?').run(item, id)
  }

  /** Messages of a conversation in one of the unsettled states, in order. */
  idsInState(
    conversationId: ConversationId,
    state: 'held' | 'queued' | 'uploading' | 'waiting-for-contact',
  ): MessageId[] {
    return toIds(
      this.#db
        .sql(
          `SELECT id FROM messages WHERE conversation_id = ?
             AND ${unsettled('messages')}
             AND send_state = ? ORDER BY id`,
        )
        .all(conversationId, state),
    )
  }

  /** What is held, over all accounts. */
  held(): OutboxJob[] {
    return this.#db.sql(`${SELECT_JOB} WHERE m.send_state = 'held' ORDER BY m.id`).all().map(toJob)
  }

  /** What is held and was sent together with this message, that one among it, in order. */
  heldWith(id: MessageId): MessageId[] {
    return toIds(
      this.#db
        .sql(
          `SELECT m.id FROM messages m JOIN outbox_jobs j ON j.message_id = m.id
           WHERE m.send_state = 'held' AND (m.id = ?1
             OR j.request_id = (SELECT request_id FROM outbox_jobs WHERE message_id = ?1)) ORDER BY m.id`,
        )
        .all(id),
    )
  }

  /** The pieces of the text that this message is one of, in order; only itself where it is none. */
  piecesWith(id: MessageId): MessageId[] {
    const rows = this.#db
      .sql(
        `SELECT m.id, m.piece_index FROM messages m JOIN outbox_jobs j ON j.message_id = m.id
         WHERE j.request_id = (SELECT request_id FROM outbox_jobs WHERE message_id = ?1)
           AND m.piece_count = (SELECT piece_count FROM messages WHERE id = ?1) ORDER BY m.id`,
      )
      .all(id)
    // what was sent at once may hold several texts, each with pieces of its own
    let text: MessageId[] = []
    for (const row of rows) {
      if (integer(row, 'piece_index') === 1) {
        if (text.includes(id)) break
        text = []
      }
      text.push(MessageId.parse(row['id']))
    }
    return text.includes(id) ? text : [id]
  }

  /** Sends that were under way when the program ended; what became of them nobody knows (P15). */
  interrupted(): OutboxJob[] {
    return this.#db.sql(`${SELECT_JOB} WHERE m.send_state = 'sending' ORDER BY m.id`).all().map(toJob)
  }

  /** How many messages are on their way or will be sent by themselves. */
  countUnfinished(): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM conversations c JOIN messages m ON m.conversation_id = c.id
           JOIN outbox_jobs j ON j.message_id = m.id
         WHERE (j.is_paced = 0 OR j.broadcast_id IN (SELECT id FROM broadcasts WHERE state = 'running'))
           AND ${unsettled('m')}
           AND m.send_state IN ('held', 'queued', 'uploading', 'sending')`,
      )
      .get()
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** How own messages stand; received ones among them are left out. */
  traces(ids: readonly MessageId[]): SendTrace[] {
    return ids.flatMap((id) => {
      const row = this.#db
        .sql(
          `SELECT account_id, send_state, send_reason, resolution, message_id, server_text FROM messages
           WHERE id = ? AND send_state IS NOT NULL`,
        )
        .get(id)
      return row === undefined ? [] : [toTrace(id, row)]
    })
  }

  /** Failed messages that count again, because these, which were to go out instead, never left. */
  replacedBy(cancelled: readonly MessageId[]): MessageId[] {
    return cancelled.flatMap((id) =>
      toIds(
        this.#db
          .sql(
            `SELECT j.replaces_id AS id FROM outbox_jobs j JOIN messages m ON m.id = j.message_id
             WHERE j.message_id = ? AND j.replaces_id IS NOT NULL AND m.send_state = 'cancelled'`,
          )
          .all(id),
      ),
    )
  }

  /** Whether the server's id of this message is known, from its answer or from a copy that came back. */
  isKnownToServer(id: MessageId): boolean {
    return (
      this.#db.sql('SELECT 1 FROM messages WHERE id = ? AND message_id IS NOT NULL').get(id) !== undefined
    )
  }

  /** What an account has held, queued, uploading or waiting, over all its conversations. */
  unbegunIds(accountId: AccountId): MessageId[] {
    return toIds(
      this.#db
        .sql(
          `SELECT m.id FROM conversations c JOIN messages m ON m.conversation_id = c.id
           WHERE c.account_id = ?
             AND ${unsettled('m')}
             AND m.send_state IN ('held', 'queued', 'uploading', 'waiting-for-contact')`,
        )
        .all(accountId),
    )
  }

  /** The message id is already another row's: it cannot be stored twice. */
  hasMessageId(accountId: AccountId, messageId: string): boolean {
    return (
      this.#db
        .sql('SELECT 1 FROM messages WHERE account_id = ? AND message_id = ?')
        .get(accountId, messageId) !== undefined
    )
  }
}
