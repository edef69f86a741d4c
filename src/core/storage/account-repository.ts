import type { AccountRecord, AccountStore, NewBinding } from '#core/accounts/ports.ts'
import type { Random } from '#core/ports.ts'
import { ACCOUNT_COLOURS } from '#shared/model/account.ts'
import { AccountId } from '#shared/model/ids.ts'
import type { WriteHandle } from './handles.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** An account with the counters that only its summary shows. */
export interface StoredAccount extends AccountRecord {
  /** Sends in a row that ended unconfirmed (P4). */
  unconfirmedRun: number
  /** Place in the operator's order, ascending. */
  position: number
  /** What the operator calls the accounts it belongs with. */
  group: string | null
  unreadableCount: number
}

function toAccount(row: Row): StoredAccount {
  return {
    id: AccountId.parse(row['id']),
    number: integer(row, 'number'),
    alias: textOrNull(row, 'alias'),
    colour: integer(row, 'colour'),
    botId: text(row, 'bot_id'),
    baseUrl: text(row, 'base_url'),
    ownerUserId: textOrNull(row, 'owner_user_id'),
    cursor: text(row, 'cursor'),
    binding: integer(row, 'binding'),
    signedOut: flag(row, 'signed_out'),
    isDefault: flag(row, 'is_default'),
    position: integer(row, 'position'),
    group: textOrNull(row, 'group_name'),
    lastContactAt: integerOrNull(row, 'last_contact_at'),
    lastInboundAt: integerOrNull(row, 'last_inbound_at'),
    unconfirmedRun: integer(row, 'unconfirmed_run'),
    unreadableCount: integer(row, 'unreadable_count'),
  }
}

/** Accounts in the database. The first one becomes the default. */
export class AccountRepository implements AccountStore {
  readonly #db: WriteHandle
  readonly #random: Random
  /** Contact times not written yet: an answered poll alone is not worth a durable commit. */
  readonly #contactAt = new Map<AccountId, number>()

  constructor(database: WriteHandle, random: Random) {
    this.#db = database
    this.#random = random
  }

  #read(row: Row): StoredAccount {
    const account = toAccount(row)
    return { ...account, lastContactAt: this.#contactAt.get(account.id) ?? account.lastContactAt }
  }

  /** All that were not removed, in the operator's order. */
  list(): StoredAccount[] {
    return this.#db
      .sql('SELECT * FROM accounts WHERE removed = 0 ORDER BY position, number')
      .all()
      .map((row) => this.#read(row))
  }

  get(id: AccountId): StoredAccount | null {
    const row = this.#db.sql('SELECT * FROM accounts WHERE id = ? AND removed = 0').get(id)
    return row === undefined ? null : this.#read(row)
  }

  /** Also finds a removed account whose history was kept: it comes back when its owner signs in again. */
  findByOwner(ownerUserId: string): StoredAccount | null {
    const row = this.#db
      .sql('SELECT * FROM accounts WHERE owner_user_id = ? AND erased = 0 ORDER BY number')
      .get(ownerUserId)
    return row === undefined ? null : this.#read(row)
  }

  findByBot(botId: string): StoredAccount | null {
    const row = this.#db
      .sql('SELECT * FROM accounts WHERE bot_id = ? AND erased = 0 ORDER BY number')
      .get(botId)
    return row === undefined ? null : this.#read(row)
  }

  bind(id: AccountId | null, binding: NewBinding, restore?: (bound: AccountRecord) => void): StoredAccount {
    return this.#db.transaction(() => {
      const bound = id ?? this.#insert(binding)
      if (id !== null) this.#rebind(id, binding)
      if (binding.ownerUserId !== null) this.#ensureOwnerConversation(bound, binding.ownerUserId)
      const account = this.get(bound)
      if (account === null) throw new Error('no such account')
      restore?.(account)
      return account
    })
  }

  #insert(binding: NewBinding): AccountId {
    const id = AccountId.parse(this.#random.uuid())
    const next =
      this.#db
        .sql(
          `SELECT COALESCE(MAX(number), 0) + 1 AS number, COALESCE(MAX(position), 0) + 1 AS position,
             MAX(is_default) AS has_default FROM accounts`,
        )
        .get() ?? {}
    const number = integer(next, 'number')
    this.#db
      .sql(
        `INSERT INTO accounts (id, number, position, colour, bot_id, base_url, owner_user_id, is_default)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        number,
        integer(next, 'position'),
        (number - 1) % ACCOUNT_COLOURS,
        binding.botId,
        binding.baseUrl,
        binding.ownerUserId,
        next['has_default'] === 1 ? 0 : 1,
      )
    return id
  }

  #rebind(id: AccountId, binding: NewBinding): void {
    this.#db
      .sql(
        `UPDATE accounts SET bot_id = ?, base_url = ?, owner_user_id = ?, cursor = '', binding = binding + 1,
           signed_out = 0, removed = 0, unconfirmed_run = 0 WHERE id = ?`,
      )
      .run(binding.botId, binding.baseUrl, binding.ownerUserId, id)
    this.#ensureDefault()
    // The server keeps the reply window per bot and user: for a new bot nobody has written yet.
    this.#db
      .sql(
        `UPDATE conversations SET context_token = NULL, context_token_at = NULL, last_inbound_at = NULL, last_inbound_seq = NULL,
           sent_since_inbound = 0, refused_since_inbound = 0, waiting_offered = 0 WHERE account_id = ?`,
      )
      .run(id)
    // Nobody says that an upload made under the earlier binding is still good: unsent files are uploaded anew.
    this.#db
      .sql(
        `UPDATE outbox_jobs SET item = NULL WHERE message_id IN (
           SELECT m.id FROM conversations c JOIN messages m ON m.conversation_id = c.id
             JOIN media d ON d.message_id = m.id
           WHERE c.account_id = ? AND m.send_state IN ('queued', 'waiting-for-contact') AND m.resolution IS NULL)`,
      )
      .run(id)
  }

  /** The owner is a contact from sign-in on, before anything was written (design: words, contact). */
  #ensureOwnerConversation(id: AccountId, ownerUserId: string): void {
    this.#db
      .sql('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(id, ownerUserId)
  }

  setSignedOut(id: AccountId): void {
    this.#db.sql('UPDATE accounts SET signed_out = 1 WHERE id = ?').run(id)
  }

  recordContact(id: AccountId, at: number): void {
    this.#contactAt.set(id, at)
  }

  /** Writes the contact times kept in memory; called now and then and at quitting. Returns whose. */
  flushContacts(): AccountId[] {
    const noted = [...this.#contactAt]
    if (noted.length === 0) return []
    this.#db.transaction(() => {
      for (const [id, at] of noted) {
        this.#db.sql('UPDATE accounts SET last_contact_at = ? WHERE id = ?').run(at, id)
      }
    })
    this.#contactAt.clear()
    return noted.map(([id]) => id)
  }

  setAlias(id: AccountId, alias: string | null): void {
    this.#db.sql('UPDATE accounts SET alias = ? WHERE id = ?').run(alias, id)
  }

  setColour(id: AccountId, colour: number): void {
    this.#db.sql('UPDATE accounts SET colour = ? WHERE id = ?').run(colour, id)
  }

  setGroup(id: AccountId, group: string | null): void {
    this.#db.sql('UPDATE accounts SET group_name = ? WHERE id = ?').run(group, id)
  }

  /**
   * Takes an account out of every list. With `keep` its history comes back when the same person
   * signs in again; with `delete` nothing finds it any more, and `Erasure` deletes it bit by bit.
   */
  remove(id: AccountId, history: 'keep' | 'delete'): void {
    this.#db.transaction(() => {
      if (history === 'keep') {
        this.#db.sql('UPDATE accounts SET removed = 1, signed_out = 1, is_default = 0 WHERE id = ?').run(id)
      } else {
        this.#db
          .sql(
            `UPDATE accounts SET removed = 1, signed_out = 1, is_default = 0, erased = 1, cursor = '' WHERE id = ?`,
          )
          .run(id)
        this.#db.sql('DELETE FROM account_events WHERE account_id = ?').run(id)
      }
      this.#ensureDefault()
    })
    this.#contactAt.delete(id)
  }

  /** The first account in the operator's order is the default where none is. */
  #ensureDefault(): void {
    this.#db
      .sql(
        `UPDATE accounts SET is_default = 1
         WHERE id = (SELECT id FROM accounts WHERE removed = 0 ORDER BY position, number LIMIT 1)
           AND NOT EXISTS (SELECT 1 FROM accounts WHERE is_default = 1)`,
      )
      .run()
  }

  /** Moves an account to a place in the list, 0 being the first. */
  move(id: AccountId, index: number): void {
    const ids = this.list().map((account) => account.id)
    const others = ids.filter((other) => other !== id)
    others.splice(index, 0, id)
    this.#db.transaction(() => {
      for (const [position, account] of others.entries()) {
        this.#db.sql('UPDATE accounts SET position = ? WHERE id = ?').run(position, account)
      }
    })
  }

  setDefault(id: AccountId): void {
    this.#db.sql('UPDATE accounts SET is_default = (id = ?)').run(id)
  }

  /** The server said "rate limited" once more; kept, since trying too early prolongs the penalty. */
  recordRateLimit(id: AccountId, at: number): void {
    this.#db
      .sql('UPDATE accounts SET rate_refusals = rate_refusals + 1, rate_refused_at = ? WHERE id = ?')
      .run(at, id)
  }

  /** A send got through to something else than "rate limited". */
  clearRateLimits(id: AccountId): void {
    this.#db.sql('UPDATE accounts SET rate_refusals = 0 WHERE id = ? AND rate_refusals > 0').run(id)
  }

  /** How often in a row the server said "rate limited", and when last. */
  rateLimits(id: AccountId): { count: number; at: number } {
    const row = this.#db.sql('SELECT rate_refusals, rate_refused_at FROM accounts WHERE id = ?').get(id)
    return row === undefined
      ? { count: 0, at: 0 }
      : { count: integer(row, 'rate_refusals'), at: integer(row, 'rate_refused_at') }
  }

  /** Counts an unconfirmed send, or ends the run with anything the server confirmed. */
  recordOutcome(id: AccountId, confirmed: boolean): void {
    this.#db
      .sql(
        'UPDATE accounts SET unconfirmed_run = CASE WHEN ? THEN 0 ELSE unconfirmed_run + 1 END WHERE id = ?',
      )
      .run(confirmed ? 1 : 0, id)
  }
}
