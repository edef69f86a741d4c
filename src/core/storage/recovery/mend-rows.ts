import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { ERASED_PREFIX } from '#shared/model/contact.ts'
import { MARK_ALL_DAYS } from '../messages/day-marks.ts'
import { newestMessageOf } from '../newest-message.ts'
import type { StoredRecord } from './btree-page.ts'
import type { NotedAccount } from './recovery-note.ts'

/** Conversations from the index of their table, then those that only their messages name. */
export function restoreConversations(database: DatabaseSync, skeletons: readonly StoredRecord[]): void {
  // before the order of arrival (P19) a conversation had a time of its own
  const isTimed = hasColumn(database, 'conversations', 'activity_at')
  const insert = database.prepare(
    isTimed
      ? 'INSERT OR IGNORE INTO conversations (id, account_id, contact_user_id, activity_at) VALUES (?, ?, ?, 0)'
      : 'INSERT OR IGNORE INTO conversations (id, account_id, contact_user_id) VALUES (?, ?, ?)',
  )
  for (const [account, contact, id] of skeletons) {
    if (typeof account === 'string' && typeof contact === 'string' && typeof id === 'number')
      insert.run(id, account, contact)
  }
  // what was to be deleted stays so, where only its name in the index is left
  if (hasColumn(database, 'conversations', 'erased'))
    database
      .prepare('UPDATE conversations SET erased = 1 WHERE erased = 0 AND substr(contact_user_id, 1, ?) = ?')
      .run(ERASED_PREFIX.length, ERASED_PREFIX)
  const nameless = database
    .prepare(
      `SELECT m.conversation_id AS id, MIN(m.account_id) AS account,
         (SELECT owner_user_id FROM accounts a WHERE a.id = m.account_id) AS owner
       FROM messages m LEFT JOIN conversations c ON c.id = m.conversation_id
       WHERE c.id IS NULL GROUP BY m.conversation_id`,
    )
    .all()
    .map((row) => NamelessRow.parse(row))
  for (const { id, account, owner } of nameless) {
    // mostly there is one person per account: its owner
    const isTaken = owner === null || insert.run(id, account, owner).changes === 0
    if (isTaken) insert.run(id, account, `recovered-${id}`)
  }
}

const NamelessRow = z.object({ id: z.number(), account: z.string(), owner: z.string().nullable() })

/** Accounts whose rows are gone: as they were noted, else signed out, so that their history is found under a row. */
export function restoreAccounts(database: DatabaseSync, noted: readonly NotedAccount[]): void {
  const known = new Set(
    database
      .prepare('SELECT id FROM accounts')
      .all()
      .map((row) => row['id']),
  )
  for (const account of noted) if (!known.has(account.id)) insertAccount(database, account)
  // whose history is deleted is nobody's owner, and nobody beside the one who is left
  const isThere = hasColumn(database, 'conversations', 'erased') ? 'erased = 0' : '1'
  const nameless = database
    .prepare(
      `SELECT account_id AS id, iif(SUM(${isThere}) = 1, MAX(iif(${isThere}, contact_user_id, NULL)), NULL) AS contact
       FROM conversations WHERE account_id NOT IN (SELECT id FROM accounts) GROUP BY account_id`,
    )
    .all()
    .map((row) => OrphanRow.parse(row))
  for (const { id, contact } of nameless) {
    insertAccount(database, {
      ...{ id, alias: null, bot_id: '', base_url: '', owner_user_id: contact, binding: 1 },
      ...{ number: 1, colour: 0, position: 1, signed_out: 1, is_default: 0, removed: 0 },
    })
  }
  const hasDefault = database.prepare('SELECT 1 FROM accounts WHERE is_default = 1').get() !== undefined
  if (!hasDefault)
    database.exec(
      'UPDATE accounts SET is_default = 1 WHERE id = (SELECT id FROM accounts WHERE removed = 0 ORDER BY position LIMIT 1)',
    )
}

const OrphanRow = z.object({ id: z.string(), contact: z.string().nullable() })

function insertAccount(database: DatabaseSync, account: NotedAccount): void {
  const { next, place, taken } = NextRow.parse(
    database
      .prepare(
        `SELECT COALESCE(MAX(number), 0) + 1 AS next, COALESCE(MAX(position), 0) + 1 AS place,
           COALESCE(MAX(number = ?), 0) AS taken FROM accounts`,
      )
      .get(account.number),
  )
  database
    .prepare(
      `INSERT INTO accounts (id, number, alias, colour, bot_id, base_url, owner_user_id, binding, signed_out,
         is_default, position, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      account.id,
      taken === 0 ? account.number : next,
      account.alias,
      account.colour,
      account.bot_id,
      account.base_url,
      account.owner_user_id,
      account.binding,
      account.signed_out,
      account.is_default,
      taken === 0 ? account.position : place,
      account.removed,
    )
}

const NextRow = z.object({ next: z.number(), place: z.number(), taken: z.number() })

const ViolationRow = z.object({ table: z.string(), rowid: z.number().nullable(), fkid: z.number() })
const KeyRow = z.object({ id: z.number(), from: z.string(), on_delete: z.string() })

/** Rows whose parent is lost: they go with it where they would have been deleted with it, else they let go of it. */
export function mendReferences(database: DatabaseSync): void {
  // each round may take away what others refer to
  for (;;) {
    const violations = database
      .prepare('PRAGMA foreign_key_check')
      .all()
      .map((row) => ViolationRow.parse(row))
    if (violations.length === 0) break
    for (const { table, rowid, fkid } of violations) mendReference(database, table, rowid, fkid)
  }
}

/** What is kept of rows that may be gone: the newest message of a conversation, the file of a medium, the marks of days. */
export function mendSummaries(database: DatabaseSync): void {
  database.exec(`
    UPDATE media SET state = 'failed', reason = 'missing' WHERE state = 'held' AND hash IS NULL;
    UPDATE conversations SET last_message_id = (${newestMessageOf('conversations.id')});
    ${MARK_ALL_DAYS}
  `)
  if (hasColumn(database, 'conversations', 'wrote_seq')) mendTurns(database)
}

/** Who spoke last where the row of a conversation is lost; an older version's database gets it when it is migrated. */
function mendTurns(database: DatabaseSync): void {
  database.exec(`
    UPDATE conversations SET
      wrote_seq = COALESCE((SELECT MAX(m.id) FROM messages m
        WHERE m.conversation_id = conversations.id AND m.direction = 'in'), 0),
      answered_seq = COALESCE((SELECT MAX(m.id) FROM messages m
        WHERE m.conversation_id = conversations.id AND m.direction = 'out'
          AND (m.send_state IS NULL OR m.send_state = 'accepted' OR m.resolution = 'marked-as-sent')
          AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = m.id AND j.broadcast_id IS NOT NULL)), 0)
    WHERE wrote_seq = 0;
  `)
}

function hasColumn(database: DatabaseSync, table: string, column: string): boolean {
  return (
    database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined
  )
}

function mendReference(database: DatabaseSync, table: string, rowid: number | null, fkid: number): void {
  const keys = database
    .prepare('SELECT id, "from", on_delete FROM pragma_foreign_key_list(?)')
    .all(table)
    .map((row) => KeyRow.parse(row))
    .filter(({ id }) => id === fkid)
  const mayLetGo = keys.every(
    ({ from, on_delete }) => on_delete !== 'CASCADE' && isNullable(database, table, from),
  )
  if (mayLetGo)
    database
      .prepare(`UPDATE ${table} SET ${keys.map(({ from }) => `${from} = NULL`).join(', ')} WHERE rowid = ?`)
      .run(rowid)
  else database.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid)
}

function isNullable(database: DatabaseSync, table: string, column: string): boolean {
  const row = database
    .prepare('SELECT "notnull" AS strict FROM pragma_table_info(?) WHERE name = ?')
    .get(table, column)
  return row?.['strict'] === 0
}
