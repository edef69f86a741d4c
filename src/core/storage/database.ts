import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { assertQuery, type ReadStatement, type Statement, type WriteHandle } from './handles.ts'
import { MIGRATIONS } from './migrations.ts'
import { isSchemaOf, readEntries, schemaVersions } from './recovery/table-shape.ts'
import { StatementCache } from './statement-cache.ts'
import { withSteadyParameters } from './steady-parameters.ts'
import { watchStatement } from './watch-statement.ts'

/** The file was written by a newer Linkboard; opening it could damage it. */
export class DatabaseTooNewError extends Error {
  override readonly name = 'DatabaseTooNewError'
  constructor(version: number) {
    super(`the database has version ${version}, this program knows ${MIGRATIONS.length}`)
  }
}

/** The file is a database with broken pages. */
class DatabaseDamagedError extends Error {
  override readonly name = 'DatabaseDamagedError'
  constructor() {
    super('the database did not pass its check')
  }
}

const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CONSTRAINT = 19
const SQLITE_NOTADB = 26

/** The database's file in the folder it is opened in. */
export const DATABASE_NAME = 'linkboard.db'
/** The folder beside the database in which the bytes of media lie. */
export const MEDIA_NAME = 'media'

/** Tables that are small however long the history is, and are checked at every start. */
const SMALL_TABLES = ['accounts', 'contacts', 'conversations'] as const
/** A file up to this size is checked as a whole; it takes well under a tenth of a second. */
const WHOLE_CHECK_BYTES = 16 * 1024 * 1024

/**
 * From how many pages on a commit moves the log beside the database into it, which takes long. The thread for
 * reads does so every second, so that by then there is little left; this bounds the log where there is none. Not more:
 * a commit that makes the log longer has the file system find room for it, which takes longer than writing over what is
 * in the database already.
 */
const LOG_PAGES = 2_000
/** What the log keeps of its file once all of it is in the database: it grows beyond while somebody reads what was before. */
const LOG_BYTES = LOG_PAGES * 4096

/** So many steps a newer Linkboard may be ahead. */
const PLAUSIBLE_STEPS = 100_000

/** A full disk, or the share of it that the user may have. */
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

/** Whether the error means that the file is not a sound database. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DatabaseDamagedError) return true
  const code = sqliteCode(error)
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

/** Whether the disk is full, as the database or a file beside it found out. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && FULL.has(error.code)) return true
  return sqliteCode(error) === SQLITE_FULL
}

/** Whether the database could not do its work; a broken constraint is our own mistake instead. */
export function isStorageFailure(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && code !== SQLITE_CONSTRAINT
}

/**
 * The one connection that writes to the database. Commits are durable (`synchronous=FULL`): the server forgets
 * what it delivered, so a commit must survive a power loss (P1). What is deleted is overwritten (P23).
 */
export class Database implements WriteHandle {
  readonly #sqlite: DatabaseSync
  readonly #statements = new StatementCache((text) => this.#compile(text))
  readonly #queries = new StatementCache((text): ReadStatement => {
    assertQuery(text)
    return this.#compile(text)
  })
  #depth = 0
  /** Who waits for the end of the transaction under way. */
  readonly #waiting: ((isCommitted: boolean) => void)[] = []
  /** Whether a log stood beside the file when it was opened: an earlier run did not come to its end. */
  readonly hadLog: boolean
  #isDamaged = false
  #onDamage: () => void = () => {}

  /**
   * Opens or creates the file; `:memory:` is allowed, and may begin with the bytes of a file.
   * @throws DatabaseTooNewError, or SQLite's own errors.
   */
  constructor(file: string, image: Uint8Array | null = null) {
    this.hadLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
    this.#sqlite = new DatabaseSync(file)
    try {
      if (image !== null) this.#sqlite.deserialize(image)
      this.#sqlite.exec(
        'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=2000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;',
      )
      this.#sqlite.exec(`PRAGMA wal_autocheckpoint=${LOG_PAGES}; PRAGMA journal_size_limit=${LOG_BYTES}`)
      this.#migrate()
      this.#check()
    } catch (error) {
      this.#sqlite.close()
      throw error
    }
  }

  #migrate(): void {
    const version = Number(this.#sqlite.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
    if (version !== MIGRATIONS.length) this.#checkVersion(version)
    for (const [index, step] of MIGRATIONS.entries()) {
      if (index < version) continue
      this.transaction(() => {
        this.#sqlite.exec(step)
        this.#sqlite.exec(`PRAGMA user_version = ${index + 1}`)
      })
    }
  }

  /** A file whose tables are those of another version than it says has a damaged header. */
  #checkVersion(version: number): void {
    const found = readEntries(this.#sqlite)
    if (found.length === 0 && version === 0) return
    const versions = schemaVersions()
    if (version > MIGRATIONS.length) {
      // a later version may have this one's tables, but is not far away
      const isFar = version > MIGRATIONS.length + PLAUSIBLE_STEPS
      if (isFar && versions.some((known) => isSchemaOf(known, found))) throw new DatabaseDamagedError()
      throw new DatabaseTooNewError(version)
    }
    const stated = versions.find((known) => known.version === version)
    if (stated === undefined || !isSchemaOf(stated, found)) throw new DatabaseDamagedError()
  }

  /** Finds broken pages before the first screen needs them. */
  #check(): void {
    const size = Number(
      this.#sqlite
        .prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size')
        .get()?.['size'] ?? 0,
    )
    const checks =
      size <= WHOLE_CHECK_BYTES ? ['quick_check(1)'] : SMALL_TABLES.map((table) => `quick_check(${table})`)
    for (const check of checks) {
      const result = this.#sqlite.prepare(`PRAGMA ${check}`).get()?.['quick_check']
      if (result !== 'ok') throw new DatabaseDamagedError()
    }
  }

  #compile(text: string): Statement {
    return watchStatement(this.#sqlite.prepare(withSteadyParameters(text)), (error) => this.#met(error))
  }

  /** Calls `told` once when damage is met in the file from now on, or was before: it can only be recovered (P21). */
  onDamage(told: () => void): void {
    this.#onDamage = told
    if (this.#isDamaged) told()
  }

  #met(error: unknown): void {
    if (this.#isDamaged || !isDamage(error)) return
    this.#isDamaged = true
    this.#onDamage()
  }

  sql(text: string): Statement {
    return this.#statements.get(text)
  }

  select(text: string): ReadStatement {
    return this.#queries.get(text)
  }

  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work()
    const result = this.#commit(work)
    this.#settle(true)
    return result
  }

  #commit<T>(work: () => T): T {
    this.#sqlite.exec('BEGIN IMMEDIATE')
    this.#depth += 1
    try {
      const result = work()
      this.#sqlite.exec('COMMIT')
      return result
    } catch (error) {
      // A failed COMMIT on a full disk has already rolled back by itself.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK')
      this.#settle(false)
      this.#met(error)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  /**
   * Calls `told` once, as soon as the transaction under way has ended, with whether it was committed; outside
   * of one at once. Before that `transaction` does not return. Must not throw.
   */
  whenSettled(told: (isCommitted: boolean) => void): void {
    if (this.#depth === 0) told(true)
    else this.#waiting.push(told)
  }

  /**
   * Runs a read of several queries at one moment of the database, and takes its lock once instead of for each of them.
   * What writes in it fails.
   */
  snapshot<T>(read: () => T): T {
    if (this.#depth > 0 || this.#sqlite.isTransaction) return read()
    this.#sqlite.exec('BEGIN')
    try {
      return read()
    } finally {
      this.#sqlite.exec('ROLLBACK')
    }
  }

  #settle(isCommitted: boolean): void {
    for (const tell of this.#waiting.splice(0)) tell(isCommitted)
  }

  close(): void {
    this.#statements.clear()
    this.#queries.clear()
    this.#sqlite.close()
  }
}
