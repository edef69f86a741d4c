import type { ConversationSummary } from '#shared/model/conversation.ts'
import { AccountId, ConversationId, type MessageId } from '#shared/model/ids.ts'
import type { ConversationPortion } from '#shared/model/snapshot-text.ts'
import { readFirstSummaries, readPortion, readSummaries, readSummary } from './conversation-summaries.ts'
import type { WriteHandle } from './handles.ts'
import { newestMessageOf } from './newest-message.ts'
import { flag, integer, integerOrNull, text, textOrNull } from './row.ts'

/** What a send needs to know of a conversation. */
export interface SendTarget {
  id: ConversationId
  accountId: AccountId
  contactUserId: string
  contextToken: string | null
  lastInboundAt: number | null
  sentSinceInbound: number
  refusedSinceInbound: boolean
}

/** What a batch brought to a conversation, as far as its meters care. */
export interface ConversationActivity {
  /** Latest time of a message the contact wrote; null when the contact wrote none. */
  inboundAt: number | null
  /** The last of these to arrive. */
  inboundSeq: MessageId | null
  /** The same, also where nothing can be answered: in a group. */
  wroteSeq: MessageId | null
  /** The last of the messages from elsewhere. */
  answeredSeq: MessageId | null
  /** The last message of all: what a poll brings is never part of a broadcast. */
  lastId: MessageId
  /** The newest context token and the time of its message. */
  contextToken: string | null
  contextTokenAt: number | null
  /** How many messages the contact wrote. */
  unread: number
  /** Sends of other programs: after the contact's last message in the batch, if it brought one. */
  sent: number
}

/** Conversations in the database. Nothing here publishes changes; callers do, after the commit. */
export class ConversationRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** How many conversations there are, those included whose history is deleted. */
  count(): number {
    return integer(this.#db.sql('SELECT COUNT(*) AS count FROM conversations').get() ?? {}, 'count')
  }

  summaries(): ConversationSummary[] {
    return readSummaries(this.#db)
  }

  /** Those that a first screen shows or counts; see `readFirstSummaries`. */
  firstSummaries(now: number): ConversationSummary[] {
    return readFirstSummaries(this.#db, now)
  }

  /** Some of all, as texts. */
  portion(after: ConversationId | null): ConversationPortion {
    return readPortion(this.#db, after)
  }

  summary(id: ConversationId): ConversationSummary | null {
    return readSummary(this.#db, id)
  }

  idsOfAccount(id: AccountId): ConversationId[] {
    return this.#db
      .sql('SELECT id FROM conversations WHERE account_id = ? AND erased = 0')
      .all(id)
      .map((row) => ConversationId.parse(row['id']))
  }

  /** Every conversation with this contact, over all accounts. */
  idsOfContact(contactUserId: string): ConversationId[] {
    return this.#db
      .sql('SELECT id FROM conversations WHERE contact_user_id = ?')
      .all(contactUserId)
      .map((row) => ConversationId.parse(row['id']))
  }

  /** Finds the conversation or makes it. */
  ensure(accountId: AccountId, contactUserId: string): ConversationId {
    const found = this.#db
      .sql('SELECT id FROM conversations WHERE account_id = ? AND contact_user_id = ?')
      .get(accountId, contactUserId)
    if (found !== undefined) return ConversationId.parse(found['id'])
    const made = this.#db
      .sql('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)')
      .run(accountId, contactUserId)
    return ConversationId.parse(Number(made.lastInsertRowid))
  }

  /** Null also for one whose history is deleted. */
  target(id: ConversationId): SendTarget | null {
    const row = this.#db.sql('SELECT * FROM conversations WHERE id = ? AND erased = 0').get(id)
    if (row === undefined) return null
    return {
      id,
      accountId: AccountId.parse(row['account_id']),
      contactUserId: text(row, 'contact_user_id'),
      contextToken: textOrNull(row, 'context_token'),
      lastInboundAt: integerOrNull(row, 'last_inbound_at'),
      sentSinceInbound: integer(row, 'sent_since_inbound'),
      refusedSinceInbound: flag(row, 'refused_since_inbound'),
    }
  }

  /**
   * Any message the contact writes restarts both meters, may offer what waits (P5), and ends what was done or
   * snoozed. What is stored
   * with a time after `receivedAt` is from before the clock was set back, and older all the same (P7).
   */
  recordActivity(id: ConversationId, activity: ConversationActivity, receivedAt: number): void {
    const { inboundAt, inboundSeq, wroteSeq, answeredSeq, contextToken, contextTokenAt } = activity
    const { unread, sent, lastId } = activity
    this.#db
      .sql(
        `UPDATE conversations SET
           last_inbound_at = COALESCE(MAX(MIN(last_inbound_at, ?7), ?2), ?2, last_inbound_at),
           sent_since_inbound = iif(?2 IS NULL, sent_since_inbound, 0) + ?3,
           refused_since_inbound = iif(?2 IS NULL, refused_since_inbound, 0),
           waiting_offered = iif(?2 IS NULL, waiting_offered, 1),
           unread = unread + ?4,
           context_token = iif(?6 >= MIN(COALESCE(context_token_at, 0), ?7), ?5, context_token),
           context_token_at = iif(?6 >= MIN(COALESCE(context_token_at, 0), ?7), ?6, context_token_at),
           last_inbound_seq = COALESCE(?8, last_inbound_seq),
           wrote_seq = COALESCE(?9, wrote_seq),
           answered_seq = COALESCE(MAX(answered_seq, ?10), answered_seq),
           triage = iif(?9 IS NULL, triage, NULL),
           triage_seq = iif(?9 IS NULL, triage_seq, NULL),
           snoozed_until = iif(?9 IS NULL, snoozed_until, NULL),
           last_message_id = ?11
         WHERE id = ?1`,
      )
      .run(
        ...[id, inboundAt, sent, unread, contextToken, contextTokenAt, receivedAt, inboundSeq],
        ...[wroteSeq, answeredSeq, lastId],
      )
  }

  /** Counts a send from the moment it may reach the server. */
  recordSend(id: ConversationId): void {
    this.#db.sql('UPDATE conversations SET sent_since_inbound = sent_since_inbound + 1 WHERE id = ?').run(id)
  }

  /** Takes back the count of a send that the server did not take. */
  takeBackSend(id: ConversationId): void {
    this.#db
      .sql('UPDATE conversations SET sent_since_inbound = MAX(sent_since_inbound - 1, 0) WHERE id = ?')
      .run(id)
  }

  /** The server refused although our meters were open: it knows better until the contact writes. */
  recordRefusal(id: ConversationId): void {
    this.#db.sql('UPDATE conversations SET refused_since_inbound = 1 WHERE id = ?').run(id)
    this.recordWaiting(id)
  }

  /** Something waits from now on, and is offered only after the contact's next message (P5). */
  recordWaiting(id: ConversationId): void {
    this.#db.sql('UPDATE conversations SET waiting_offered = 0 WHERE id = ?').run(id)
  }

  /** What waits can be sent as soon as the operator says so. */
  offerWaiting(id: ConversationId): void {
    this.#db.sql('UPDATE conversations SET waiting_offered = 1 WHERE id = ?').run(id)
  }

  /** Points the conversation's place among others, and what its preview may show, at its newest message. */
  refreshLast(id: ConversationId): void {
    this.#db
      .sql(`UPDATE conversations SET last_message_id = (${newestMessageOf('?1')}) WHERE id = ?1`)
      .run(id)
  }

  /** Everything up to this message counts as read. */
  markRead(id: ConversationId, upTo: MessageId): void {
    this.#db
      .sql(
        `UPDATE conversations SET last_read_id = MAX(last_read_id, ?1), marked_unread = 0,
           unread = (SELECT COUNT(*) FROM messages WHERE conversation_id = ?2 AND direction = 'in' AND id > MAX(last_read_id, ?1))
         WHERE id = ?2 AND (unread > 0 OR marked_unread = 1)`,
      )
      .run(upTo, id)
  }

  saveDraft(id: ConversationId, draft: string): void {
    this.#db.sql('UPDATE conversations SET draft = ? WHERE id = ?').run(draft, id)
  }

  setContactAlias(contactUserId: string, alias: string | null): void {
    this.#db
      .sql(
        'INSERT INTO contacts (user_id, alias) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET alias = excluded.alias',
      )
      .run(contactUserId, alias)
  }

  /** Leaves a contact out of every broadcast, or takes that back. */
  setContactExcluded(contactUserId: string, isExcluded: boolean): void {
    this.#db
      .sql(
        'INSERT INTO contacts (user_id, excluded) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET excluded = excluded.excluded',
      )
      .run(contactUserId, isExcluded ? 1 : 0)
  }
}
