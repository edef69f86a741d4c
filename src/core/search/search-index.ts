import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { isDamage, isStorageFailure } from '#core/storage/database.ts'
import { integer } from '#core/storage/row.ts'
import { ANY_MESSAGE, type Facets, facetTokens, PART_BREAK } from './facets.ts'
import { numbersOf, rowsOfFour } from './numbers.ts'
import { areInPairs, pairsOf } from './pairs.ts'
import type { Token } from './tokeniser.ts'
import type { Term } from './wanted.ts'

/** Of what is stored, and of how texts are taken apart: an index of another version is made anew. */
const VERSION = 3
/** Stands between parts of a message and between its numbers, so that nothing is found across. */
const BETWEEN = ` ${PART_BREAK} `
const TABLES = ['words', 'pairs'] as const
/** Pages that one step of forgetting moves. */
const MERGE_PAGES = 200

const SCHEMA = `
  CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    upto INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    forgetting TEXT NOT NULL CHECK (forgetting IN ('no', 'due', 'begun'))
  ) STRICT;
  INSERT INTO progress VALUES (1, 0, 0, 'no');
  CREATE VIRTUAL TABLE words USING fts5 (
    body, numbers, facets, content='', contentless_delete=1, tokenize='ascii', prefix='2 3'
  );
  CREATE VIRTUAL TABLE pairs USING fts5 (
    body, content='', contentless_delete=1, tokenize='ascii', detail='none'
  );
  PRAGMA user_version = ${VERSION};
`

/** How far the index is. */
export interface IndexProgress {
  /** Every message up to this one is in it, if it is there. */
  upto: number
  /** The last change to messages that it has followed. */
  changes: number
  /** Whether something that was deleted may still stand in it, and whether moving it out has begun (P23). */
  forgetting: 'no' | 'due' | 'begun'
}

/** A message as the index takes it. */
export interface IndexedMessage extends Facets {
  id: number
  /** The tokens of each of its parts that can be read. */
  parts: readonly (readonly Token[])[]
}

/** The index cannot be used; it is made anew. Nothing is lost by it. */
export class SearchIndexDamagedError extends Error {
  override readonly name = 'SearchIndexDamagedError'
}

/** Something kept the index from being written, a full disk for example. */
export class SearchIndexFailedError extends Error {
  override readonly name = 'SearchIndexFailedError'
  /** SQLite's own number, where it is SQLite's. */
  readonly code: string
  constructor(error: unknown) {
    super('the search index failed')
    this.code = error instanceof Error && 'errcode' in error ? String(error.errcode) : 'unknown'
  }
}

/**
 * The words of all messages, in a file of its own that one connection uses. It holds no texts, only which word stands
 * where; it can be made anew at any time, so that its commits need not survive a power loss, only stay whole.
 */
export class SearchIndex {
  readonly #sqlite: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  /** Opens the index in a file, or a new one in its place. @param file may be `:memory:` */
  constructor(file: string) {
    if (file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'ax', 0o600))
    this.#sqlite = new DatabaseSync(file)
    try {
      guarded(() => {
        this.#sqlite.exec(
          'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=2000;',
        )
        const version = Number(this.#sqlite.prepare('PRAGMA user_version').get()?.['user_version'])
        if (version === 0) this.transaction(() => this.#sqlite.exec(SCHEMA))
        else if (version !== VERSION) throw new SearchIndexDamagedError('another version')
        this.progress()
      })
    } catch (error) {
      this.#sqlite.close()
      throw error
    }
  }

  progress(): IndexProgress {
    return guarded(() => {
      const row = this.#statement('SELECT * FROM progress').get()
      if (row === undefined) throw new SearchIndexDamagedError('no progress')
      const { forgetting } = row
      return {
        upto: integer(row, 'upto'),
        changes: integer(row, 'changes'),
        forgetting: forgetting === 'due' || forgetting === 'begun' ? forgetting : 'no',
      }
    })
  }

  setProgress({ upto, changes, forgetting }: IndexProgress): void {
    guarded(() =>
      this.#statement('UPDATE progress SET upto = ?, changes = ?, forgetting = ?').run(
        upto,
        changes,
        forgetting,
      ),
    )
  }

  /** Puts a message in, in the place of what was there by its id. */
  put(message: IndexedMessage): void {
    const body = message.parts.map((tokens) => tokens.map(({ text }) => text).join(' '))
    const numbers = message.parts.flatMap((tokens) =>
      numbersOf(tokens).map(({ digits }) => rowsOfFour(digits)),
    )
    const pairs = new Set(message.parts.flatMap(pairsOf))
    const facets = facetTokens(message)
    guarded(() => {
      this.#statement('INSERT OR REPLACE INTO words (rowid, body, numbers, facets) VALUES (?, ?, ?, ?)').run(
        message.id,
        body.join(BETWEEN),
        numbers.flatMap((rows) => (rows.length === 0 ? [] : rows.join(' '))).join(BETWEEN),
        facets,
      )
      this.#statement('INSERT OR REPLACE INTO pairs (rowid, body) VALUES (?, ?)').run(
        message.id,
        [...pairs, facets].join(' '),
      )
    })
  }

  /** Takes a message out. Its words stand in the file until they have been forgotten. */
  remove(id: number): void {
    guarded(() => {
      for (const table of TABLES) this.#statement(`DELETE FROM ${table} WHERE rowid = ?`).run(id)
    })
  }

  /**
   * Ids of messages in which all terms may stand, from `below` down to `from`, the newest first, read as they are asked
   * for: of a row of three characters or more the pairs are there, which may stand apart.
   * @param facets for each group one of the tokens
   */
  *find(
    terms: readonly Term[],
    facets: readonly (readonly string[])[],
    { below, from }: { below: number; from: number },
  ): Generator<number, void, undefined> {
    const isOfPairs = terms.length > 0 && terms.every(({ tokens }) => areInPairs(tokens))
    const table = isOfPairs ? 'pairs' : 'words'
    const match = isOfPairs ? matchOfPairs(terms, facets) : matchOf(terms, facets)
    const rows = guarded(() =>
      this.#statement(
        `SELECT rowid AS id FROM ${table} WHERE ${table} MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC`,
      ).iterate(match, below, from),
    )
    try {
      for (;;) {
        const next = guarded(() => rows.next())
        if (next.done === true) return
        yield integer(next.value, 'id')
      }
    } finally {
      // a query that is still open would keep the log from being cut
      rows.return?.()
    }
  }

  /**
   * Moves deleted words out of the file, a bit at a time (P23): FTS5 drops them when it merges what holds them.
   * @returns false when nothing is left to be moved
   */
  forgetSome(isBeginning: boolean): boolean {
    return guarded(() => {
      const isLeft = TABLES.map((table) => {
        const before = this.#totalChanges()
        this.#statement(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`).run(
          isBeginning ? -MERGE_PAGES : MERGE_PAGES,
        )
        return this.#totalChanges() - before >= 2
      })
      return isBeginning || isLeft.includes(true)
    })
  }

  /** Moves the log beside the file into it and cuts it: deleted words stand in it too (P23). */
  emptyLog(): void {
    guarded(() => this.#sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
  }

  transaction<T>(work: () => T): T {
    guarded(() => this.#sqlite.exec('BEGIN IMMEDIATE'))
    try {
      const result = work()
      guarded(() => this.#sqlite.exec('COMMIT'))
      return result
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#statements.clear()
    this.#sqlite.close()
  }

  #totalChanges(): number {
    return Number(this.#statement('SELECT total_changes() AS n').get()?.['n'])
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const made = this.#sqlite.prepare(text)
    this.#statements.set(text, made)
    return made
  }
}

/** Damage of this file must never be taken for damage of the database (P21). */
function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isDamage(error)) throw new SearchIndexDamagedError('damaged', { cause: error })
    if (isStorageFailure(error)) throw new SearchIndexFailedError(error)
    throw error
  }
}

function matchOfPairs(terms: readonly Term[], facets: readonly (readonly string[])[]): string {
  const pairs = new Set(terms.flatMap(({ tokens }) => pairsOf(tokens)))
  return [...Array.from(pairs, (pair) => [pair]), ...facets]
    .map((group) => `(${group.map((token) => `"${token}"`).join(' OR ')})`)
    .join(' AND ')
}

/** Tokens hold letters, digits, emoji and private characters alone, so that nothing needs escaping. */
function matchOf(terms: readonly Term[], facets: readonly (readonly string[])[]): string {
  const words = terms.map(({ tokens, isPrefix, partOfNumber }) =>
    partOfNumber === null
      ? `body : "${tokens.map(({ text }) => text).join(' ')}"${isPrefix ? ' *' : ''}`
      : `numbers : "${rowsOfFour(partOfNumber).join(' ')}"`,
  )
  const groups = (words.length === 0 && facets.length === 0 ? [ANY_MESSAGE] : facets).map(
    (group) => `facets : (${group.map((token) => `"${token}"`).join(' OR ')})`,
  )
  return [...words, ...groups].join(' AND ')
}
