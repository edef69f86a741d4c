import type { MediaReference } from '#core/ilink/message.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { type GalleryItem, MediaId, type MediaReason, type MediaState } from '#shared/model/media.ts'
import type { WriteHandle } from './handles.ts'
import { parseDeclared, parseMediaReason, parseMediaState, parseReference } from './media-columns.ts'
import { type MediaFile, toMediaFile } from './media-file-repository.ts'
import { unsettled } from './messages/unsettled.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** One attachment of a stored message. The reference holds its key and address, which are secrets (P9). */
export interface StoredAttachment {
  id: MediaId
  messageId: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  place: number | 'quote'
  declared: GalleryItem['declared']
  /** The name the sender gave it, untrusted; empty when there was none. */
  name: string
  at: number
  state: MediaState
  reason: MediaReason | null
  file: MediaFile | null
  reference: MediaReference | null
  /** Plain size and MD5 as the message declares them; null where it does not. */
  plainSize: number | null
  plainMd5: string | null
}

/** An attachment of a message that is about to be stored. */
export type NewAttachment = Omit<StoredAttachment, 'id' | 'direction' | 'file'> & { hash: string | null }

/** How the place of a quoted item stands in its column. */
const QUOTE_PLACE = -1

const SELECT = `
  SELECT d.id, d.message_id, d.account_id, d.conversation_id, m.direction, d.place, d.declared, d.name, d.at, d.state,
    d.reason, d.reference, d.plain_size, d.plain_md5, f.hash, f.size, f.md5, f.kind, f.type
  FROM media d JOIN messages m ON m.id = d.message_id
    AND d.conversation_id NOT IN (SELECT c.id FROM conversations c WHERE c.erased > 0) LEFT JOIN media_files f ON f.hash = d.hash`

function toAttachment(row: Row): StoredAttachment {
  const place = integer(row, 'place')
  return {
    id: MediaId.parse(row['id']),
    messageId: MessageId.parse(row['message_id']),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    direction: row['direction'] === 'out' ? 'out' : 'in',
    place: place === QUOTE_PLACE ? 'quote' : place,
    declared: parseDeclared(text(row, 'declared')),
    name: text(row, 'name'),
    at: integer(row, 'at'),
    state: parseMediaState(text(row, 'state')),
    reason: parseMediaReason(textOrNull(row, 'reason')),
    file: row['hash'] === null ? null : toMediaFile(row),
    reference: parseReference(textOrNull(row, 'reference')),
    plainSize: integerOrNull(row, 'plain_size'),
    plainMd5: textOrNull(row, 'plain_md5'),
  }
}

/** Media of stored messages, received and sent alike; those of a history that is being deleted are gone. */
export class MediaRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  add(attachment: NewAttachment): MediaId {
    const result = this.#db
      .sql(
        `INSERT INTO media (message_id, account_id, conversation_id, place, declared, name, at, state, reason, hash,
           reference, plain_size, plain_md5)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        attachment.messageId,
        attachment.accountId,
        attachment.conversationId,
        attachment.place === 'quote' ? QUOTE_PLACE : attachment.place,
        attachment.declared,
        attachment.name,
        attachment.at,
        attachment.state,
        attachment.reason,
        attachment.hash,
        attachment.reference === null ? null : JSON.stringify(attachment.reference),
        attachment.plainSize,
        attachment.plainMd5,
      )
    return MediaId.parse(Number(result.lastInsertRowid))
  }

  get(id: MediaId): StoredAttachment | null {
    const row = this.#db.sql(`${SELECT} WHERE d.id = ?`).get(id)
    return row === undefined ? null : toAttachment(row)
  }

  /** In the order of the parts, the quoted item first. */
  ofMessage(id: MessageId): StoredAttachment[] {
    return this.#db.sql(`${SELECT} WHERE d.message_id = ? ORDER BY d.place`).all(id).map(toAttachment)
  }

  /** Accounts with something to be fetched. */
  accountsWaiting(): AccountId[] {
    return this.#db
      .sql(
        `SELECT DISTINCT account_id FROM media WHERE state = 'waiting'
           AND conversation_id NOT IN (SELECT c.id FROM conversations c WHERE c.erased > 0)`,
      )
      .all()
      .map((row) => AccountId.parse(row['account_id']))
  }

  /** What of an account is to be fetched, the oldest first, for references expire. */
  waiting(accountId: AccountId, limit: number): StoredAttachment[] {
    return this.#db
      .sql(`${SELECT} WHERE d.account_id = ? AND d.state = 'waiting' ORDER BY d.id LIMIT ?`)
      .all(accountId, limit)
      .map(toAttachment)
  }

  setState(id: MediaId, state: Exclude<MediaState, 'held' | 'loading'>, reason: MediaReason | null): void {
    this.#db.sql('UPDATE media SET state = ?, reason = ?, hash = NULL WHERE id = ?').run(state, reason, id)
  }

  /** What could not be written to the disk waits again, where it can still be fetched. */
  retryDiskFailures(): void {
    this.#db
      .sql(
        `UPDATE media SET state = 'waiting' WHERE state = 'failed' AND reason IN ('disk-full', 'disk-failed')
           AND reference IS NOT NULL`,
      )
      .run()
  }

  /** The bytes are here. */
  setHeld(id: MediaId, hash: string): void {
    this.#db.sql("UPDATE media SET state = 'held', reason = NULL, hash = ? WHERE id = ?").run(hash, id)
  }

  /** A page of a conversation's gallery, the newest first. */
  page(request: {
    conversationId: ConversationId
    declared: readonly [GalleryItem['declared'], GalleryItem['declared']]
    before: MediaId | null
    limit: number
  }): StoredAttachment[] {
    const { conversationId, declared, before, limit } = request
    return this.#db
      .sql(
        `${SELECT} WHERE d.conversation_id = ? AND d.id < ? AND d.place <> ${QUOTE_PLACE} AND d.declared IN (?, ?)
         ORDER BY d.id DESC LIMIT ?`,
      )
      .all(conversationId, before ?? Number.MAX_SAFE_INTEGER, ...declared, limit)
      .map(toAttachment)
  }

  /** What may be removed, the oldest first: held, and part of nothing unsettled (design 3, retention). */
  removable(before: number, limit: number): StoredAttachment[] {
    return this.#db
      .sql(
        `${SELECT} WHERE d.state = 'held' AND d.at < ? AND NOT (${unsettled('m')}) ORDER BY d.at, d.id LIMIT ?`,
      )
      .all(before, limit)
      .map(toAttachment)
  }
}
