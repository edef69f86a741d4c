import { z } from 'zod'
import { AccountId } from '#shared/model/ids.ts'
import { type CallOutcome, PROGRAM_SCOPES, type ProgramCall, ProgramId } from '#shared/model/program.ts'
import type { WriteHandle } from './handles.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

const Scope = z.enum(PROGRAM_SCOPES)
/** What cannot be read allows nothing: no account, no folder. */
const Accounts = z.array(AccountId).catch([])
const Folders = z.array(z.string()).catch([])

/** A program that was let in, as it is stored. */
export interface StoredProgram {
  id: ProgramId
  name: string
  scope: z.infer<typeof Scope>
  /** Null: all. */
  accounts: AccountId[] | null
  folders: string[]
  /** SHA-256 of its token; the token itself is kept nowhere. */
  tokenHash: Uint8Array
  createdAt: number
  lastCallAt: number | null
  /** Place of arrival up to which it has looked at messages. */
  cursor: number
}

/** One call, to be written down. */
export interface NewCall {
  programId: ProgramId
  programName: string
  tool: string
  accountId: AccountId | null
  outcome: CallOutcome
  code: string | null
  at: number
  durationMs: number
}

function toProgram(row: Row): StoredProgram {
  const accounts = textOrNull(row, 'accounts')
  const hash = row['token_hash']
  return {
    id: ProgramId.parse(row['id']),
    name: text(row, 'name'),
    // one that cannot be read may do the least
    scope: Scope.catch('read').parse(row['scope']),
    accounts: accounts === null ? null : Accounts.parse(jsonOf(accounts)),
    folders: Folders.parse(jsonOf(text(row, 'folders'))),
    tokenHash: hash instanceof Uint8Array ? hash : new Uint8Array(),
    createdAt: integer(row, 'created_at'),
    lastCallAt: integerOrNull(row, 'last_call_at'),
    cursor: integer(row, 'cursor'),
  }
}

function jsonOf(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch {
    return null
  }
}

function toCall(row: Row): ProgramCall {
  const account = AccountId.safeParse(row['account_id'])
  const outcome = text(row, 'outcome')
  return {
    id: integer(row, 'id'),
    at: integer(row, 'at'),
    programName: text(row, 'program_name'),
    tool: text(row, 'tool'),
    accountId: account.success ? account.data : null,
    outcome: outcome === 'answered' || outcome === 'refused' ? outcome : 'failed',
    code: textOrNull(row, 'code'),
    durationMs: integer(row, 'duration_ms'),
  }
}

/** Programs that the operator has let in, and what they called. Transactions are the callers'. */
export class ProgramRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** In the order in which they were let in. */
  list(): StoredProgram[] {
    return this.#db.select('SELECT * FROM programs ORDER BY id').all().map(toProgram)
  }

  get(id: ProgramId): StoredProgram | null {
    const row = this.#db.select('SELECT * FROM programs WHERE id = ?').get(id)
    return row === undefined ? null : toProgram(row)
  }

  /** Lets one in, which has seen every message that is here by now. */
  add(program: Pick<StoredProgram, 'name' | 'scope' | 'accounts' | 'tokenHash' | 'createdAt'>): ProgramId {
    const { name, scope, accounts, tokenHash, createdAt } = program
    const { lastInsertRowid } = this.#db
      .sql(
        `INSERT INTO programs (name, scope, accounts, token_hash, created_at, cursor)
         VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(id), 0) FROM messages))`,
      )
      .run(name, scope, accounts === null ? null : JSON.stringify(accounts), tokenHash, createdAt)
    return ProgramId.parse(Number(lastInsertRowid))
  }

  setFolders(id: ProgramId, folders: readonly string[]): void {
    this.#db.sql('UPDATE programs SET folders = ? WHERE id = ?').run(JSON.stringify(folders), id)
  }

  /** It has looked at every message up to this place of arrival. */
  setCursor(id: ProgramId, cursor: number): void {
    this.#db.sql('UPDATE programs SET cursor = ?1 WHERE id = ?2 AND cursor < ?1').run(cursor, id)
  }

  remove(id: ProgramId): void {
    this.#db.sql('DELETE FROM programs WHERE id = ?').run(id)
  }

  /** Writes calls down. */
  addCalls(calls: readonly NewCall[]): void {
    const insert = this.#db.sql(
      `INSERT INTO program_calls (program_id, program_name, tool, account_id, outcome, code, at, duration_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    const touch = this.#db.sql('UPDATE programs SET last_call_at = ? WHERE id = ?')
    for (const { programId, programName, tool, accountId, outcome, code, at, durationMs } of calls) {
      insert.run(programId, programName, tool, accountId, outcome, code, at, durationMs)
      touch.run(at, programId)
    }
  }

  /** The newest first, those before the one with the id `before`. */
  calls(before: number | null, limit: number): ProgramCall[] {
    return this.#db
      .sql('SELECT * FROM program_calls WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit)
      .map(toCall)
  }

  /** How many calls a program has made since then. */
  countCalls(id: ProgramId, since: number): number {
    const row = this.#db
      .sql('SELECT COUNT(*) AS count FROM program_calls WHERE at >= ? AND program_id = ?')
      .get(since, id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  forgetCallsBefore(at: number): void {
    this.#db.sql('DELETE FROM program_calls WHERE at < ?').run(at)
  }

  /** Keeps so many of the newest. */
  forgetCallsBeyond(count: number): void {
    this.#db.sql('DELETE FROM program_calls WHERE id <= (SELECT MAX(id) FROM program_calls) - ?').run(count)
  }
}
