import { hash } from 'node:crypto'
import type { MessageKeys } from '#core/ilink/message.ts'
import { ERASED_PREFIX } from '#shared/model/contact.ts'
import { AccountId, type MessageId } from '#shared/model/ids.ts'
import type { WriteHandle } from '../handles.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from '../row.ts'
import { hashKey } from './content-hash.ts'
import { contentName, type MessageContent, saysTheSame } from './message-content.ts'

/** For so long the server may deliver a message once more (fact sheet 3.5). */
const REPEATED_MS = 24 * 3_600_000
/** How many bytes of a hash are kept: enough to tell keys apart. */
const KEY_BYTES = 16

/** What tells that a message is the copy of another one, by the rule of P2. */
type Named =
  /** Of one that has a message id: its client id and sequence count only for a copy without one. */
  | { kind: 'message-id' | 'client-id' | 'seq'; value: string | number }
  /** Of one that has none. */
  | { kind: 'client-id-alone' | 'seq-alone'; value: string | number }
  /** Of one that has another key too: its content counts only together with the time that it shows. */
  | { kind: 'content'; value: string; at: number }
  | { kind: 'content-alone'; value: string }
  /** Of what could not be read and names no conversation. */
  | { kind: 'raw'; value: string }

function keyOf(named: Named): Uint8Array {
  const at = named.kind === 'content' ? named.at : ''
  return hash('sha256', `${named.kind}\n${at}\n${named.value}`, 'buffer').subarray(0, KEY_BYTES)
}

/** What a row says: the hash of what came where it was kept, else a name for its columns; null where nothing is left. */
function contentOf(row: Row): string | null {
  const kept = textOrNull(row, 'content')
  if (kept !== null || text(row, 'origin') === 'here') return kept
  const marked = text(row, 'contact_user_id')
  return contentName({
    userId: marked.startsWith(ERASED_PREFIX)
      ? marked.slice(marked.indexOf(':', ERASED_PREFIX.length) + 1)
      : marked,
    at: integer(row, 'at'),
    direction: text(row, 'direction') === 'out' ? 'out' : 'in',
    senderId: textOrNull(row, 'sender_id'),
    parts: text(row, 'parts'),
    quote: textOrNull(row, 'quote'),
  })
}

function namesOf(row: Row): Named[] {
  const messageId = textOrNull(row, 'message_id')
  const clientId = textOrNull(row, 'client_id')
  const seq = integerOrNull(row, 'wire_seq')
  const content = contentOf(row)
  const isAlone = messageId === null
  const names: Named[] = []
  if (messageId !== null) names.push({ kind: 'message-id', value: messageId })
  if (clientId !== null) names.push({ kind: isAlone ? 'client-id-alone' : 'client-id', value: clientId })
  if (seq !== null) names.push({ kind: isAlone ? 'seq-alone' : 'seq', value: seq })
  if (content === null) return names
  if (names.length === 0) return [{ kind: 'content-alone', value: content }]
  return [...names, { kind: 'content', value: content, at: integer(row, 'at') }]
}

/**
 * Keys of messages that were deleted with their contact: the server may deliver them once more, and they are not to
 * come back (P2, P23). Kept for as long as that can happen, and as hashes: no word and no user id stands in them.
 */
export class ErasedKeys {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /**
   * In the transaction that deletes these messages, before it does. What was sent from here may come back however long
   * ago it was written: it may have waited for days, and have left a minute ago.
   */
  keep(ids: readonly MessageId[], now: number): void {
    for (const id of ids) {
      const row = this.#db
        .select(
          `SELECT m.account_id, m.message_id, m.client_id, m.wire_seq, m.at, NULLIF(lower(hex(m.content_hash)), '') AS content,
             m.origin, m.direction, m.sender_id, m.parts, m.quote, c.contact_user_id
           FROM messages m JOIN conversations c ON c.id = m.conversation_id
           WHERE m.id = ? AND (m.received_at > ? OR m.send_state IN ('sending', 'accepted', 'unconfirmed'))`,
        )
        .get(id, now - REPEATED_MS)
      if (row === undefined) continue
      const accountId = AccountId.parse(row['account_id'])
      for (const named of namesOf(row)) this.#insert(accountId, named, now)
    }
  }

  /** The same for one that could not be read, as it came. */
  keepRaw(accountId: AccountId, raw: string, now: number): void {
    this.#insert(accountId, { kind: 'raw', value: hash('sha256', raw) }, now)
  }

  /** Whether anything of this account was deleted, or is being deleted, of which copies may come. */
  any(accountId: AccountId): boolean {
    const row = this.#db
      .select(
        `SELECT EXISTS (SELECT 1 FROM erased_keys WHERE account_id = ?1)
           OR EXISTS (SELECT 1 FROM conversations WHERE erased > 0 AND account_id = ?1) AS found`,
      )
      .get(accountId)
    return row !== undefined && integer(row, 'found') === 1
  }

  /** Whether a message with any key but its content is the copy of a deleted one. */
  has(accountId: AccountId, { messageId, clientId, seq }: MessageKeys): boolean {
    const names: Named[] = []
    if (messageId !== null) names.push({ kind: 'message-id', value: messageId })
    if (clientId !== null) names.push({ kind: 'client-id-alone', value: clientId })
    if (seq !== null) names.push({ kind: 'seq-alone', value: seq })
    if (messageId === null && clientId !== null) names.push({ kind: 'client-id', value: clientId })
    if (messageId === null && seq !== null) names.push({ kind: 'seq', value: seq })
    return names.some((named) => this.#count(accountId, named) > 0)
  }

  /**
   * How many deleted messages have this content: keyless ones, and others that show the same time, those among them
   * that are about to be deleted.
   */
  countByContent(accountId: AccountId, contentHash: string, content: MessageContent): number {
    const key = hashKey(contentHash)
    const { userId, at, direction, senderId, parts, quote } = content
    const leaving = this.#db
      .select(
        `SELECT COUNT(*) AS count FROM conversations c JOIN messages m
           ON m.conversation_id = c.id AND m.at = ?2 AND m.keyed = 1
         WHERE c.account_id = ?1 AND c.erased > 0 AND c.contact_user_id = ?8 || c.id || ':' || ?9
         AND ${saysTheSame('m', { hash: '?3', direction: '?4', sender: '?5', parts: '?6', quote: '?7' })}
         AND COALESCE(m.message_id, m.client_id, m.wire_seq) IS NOT NULL`,
      )
      .get(accountId, at, key, direction, senderId, parts, quote, ERASED_PREFIX, userId)
    const value = Buffer.from(key).toString('hex')
    return (
      this.#count(accountId, { kind: 'content-alone', value }) +
      this.#count(accountId, { kind: 'content', value, at }) +
      this.#count(accountId, { kind: 'content', value: contentName(content), at }) +
      (leaving === undefined ? 0 : integer(leaving, 'count'))
    )
  }

  /** How many with this SHA-256 of what came were deleted unread. */
  countRaw(accountId: AccountId, rawHash: string): number {
    return this.#count(accountId, { kind: 'raw', value: rawHash })
  }

  /** Whether any are kept. */
  areThere(): boolean {
    return this.#db.select('SELECT 1 FROM erased_keys LIMIT 1').get() !== undefined
  }

  /**
   * Drops up to `limit` of those that nothing repeats any more; answers how many they were. What is later than `now`
   * by as much is from before the clock was set back.
   */
  forgetSome(now: number, limit: number): number {
    const { changes } = this.#db
      .sql(
        `DELETE FROM erased_keys WHERE id IN (SELECT id FROM erased_keys ORDER BY id LIMIT ?1)
           AND erased_at NOT BETWEEN ?2 + 1 AND ?3`,
      )
      .run(limit, now - REPEATED_MS, now + REPEATED_MS)
    return Number(changes)
  }

  /** Drops up to `limit` of an account's; answers how many they were. */
  forgetSomeOf(accountId: AccountId, limit: number): number {
    const { changes } = this.#db
      .sql('DELETE FROM erased_keys WHERE id IN (SELECT id FROM erased_keys WHERE account_id = ? LIMIT ?)')
      .run(accountId, limit)
    return Number(changes)
  }

  #insert(accountId: AccountId, named: Named, now: number): void {
    this.#db
      .sql('INSERT INTO erased_keys (account_id, key, erased_at) VALUES (?, ?, ?)')
      .run(accountId, keyOf(named), now)
  }

  #count(accountId: AccountId, named: Named): number {
    const row = this.#db
      .select('SELECT COUNT(*) AS count FROM erased_keys WHERE account_id = ? AND key = ?')
      .get(accountId, keyOf(named))
    return row === undefined ? 0 : integer(row, 'count')
  }
}
