import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { RepairProgress } from '#shared/model/app-info.ts'
import { MIGRATIONS } from '../migrations.ts'
import { readBtreePage, type StoredRecord, type StoredValue } from './btree-page.ts'
import { mendReferences, mendSummaries, restoreAccounts, restoreConversations } from './mend-rows.ts'
import { PageFile } from './page-file.ts'
import { type LostRange, type PageSurvey, SEQUENCE_SHAPE, surveyPages } from './page-survey.ts'
import type { NotedAccount } from './recovery-note.ts'
import { schemaVersions, type TableShape } from './table-shape.ts'

/** What was found in a damaged database. */
export interface RecoveredCounts {
  /** Rows of all tables. */
  rows: number
  messages: number
  /** Messages that stood where nothing can be read any more, at most. */
  lostMessages: number
}

/** After so many pages the progress is told: they take a fraction of a tenth of a second. */
const TOLD_EVERY = 64
/** What shares of the whole the steps take, as measured with 1,000,000 messages. */
const SAVING_FROM = 0.12
const FINISHING_FROM = 0.84

const CONVERSATION_INDEX = 'sqlite_autoindex_conversations_1'

/**
 * Saves every readable row of a damaged database (P21) into a new one of the present version at `target`. Reads `source`
 * and the log beside it only.
 * @param accounts what is known of accounts from elsewhere, for those whose rows are gone
 * @param told hears how far it is, after every few pages
 */
export function recoverDatabase(
  source: string,
  target: string,
  accounts: readonly NotedAccount[],
  told: (progress: RepairProgress) => void,
): RecoveredCounts {
  const file = new PageFile(source)
  const database = new DatabaseSync(target, { enableForeignKeyConstraints: false })
  try {
    told({ step: 'looking', share: 0 })
    const survey = surveyPages(file, schemaVersions(), (share) =>
      told({ step: 'looking', share: share * SAVING_FROM }),
    )
    database.exec('PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN')
    for (const step of MIGRATIONS.slice(0, survey.schema.version)) database.exec(step)
    const indexes = dropIndexes(database)
    copyAllRows(file, survey, database, (share) =>
      told({ step: 'saving', share: SAVING_FROM + share * (FINISHING_FROM - SAVING_FROM) }),
    )
    for (const [index, sql] of indexes.entries()) {
      told({ step: 'finishing', share: FINISHING_FROM + (index / indexes.length) * (1 - FINISHING_FROM) })
      database.exec(sql)
    }
    raiseSequences(file, survey, database)
    restoreConversations(database, skeletons(file, survey.indexRoots.get(CONVERSATION_INDEX) ?? 0))
    restoreAccounts(database, accounts)
    mendReferences(database)
    const rows = survey.schema.tables.reduce(
      (sum, { name }) => sum + count(database, `SELECT COUNT(*) AS n FROM ${name}`),
      0,
    )
    for (const step of MIGRATIONS.slice(survey.schema.version)) database.exec(step)
    mendSummaries(database)
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
    database.exec('COMMIT')
    const lost = survey.lost.get('messages') ?? []
    return {
      rows,
      messages: count(database, 'SELECT COUNT(*) AS n FROM messages'),
      lostMessages: lost.reduce((sum, range) => sum + missing(database, range), 0),
    }
  } finally {
    database.close()
    file.close()
  }
}

/**
 * Indexes that only find rows are made once all rows are there, in a fraction of the time; unique ones also refuse.
 * @returns the statements that make them
 */
function dropIndexes(database: DatabaseSync): string[] {
  const indexes = database
    .prepare(
      `SELECT name, sql FROM sqlite_schema
       WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE %'`,
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX ${String(name)}`)
  return indexes.map(({ sql }) => String(sql))
}

function count(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.['n'] ?? 0)
}

/** How many numbers of a range no message has; deleted ones among them are not told apart. */
function missing(database: DatabaseSync, { after, upTo }: LostRange): number {
  const last = upTo ?? count(database, "SELECT seq AS n FROM sqlite_sequence WHERE name = 'messages'")
  const found = database
    .prepare('SELECT COUNT(*) AS n FROM messages WHERE id > ? AND id <= ?')
    .get(after, last)
  return Math.max(0, last - after - Number(found?.['n'] ?? 0))
}

function copyAllRows(
  file: PageFile,
  survey: PageSurvey,
  database: DatabaseSync,
  told: (share: number) => void,
): void {
  const pagesOf = ({ name }: TableShape) => survey.leaves.get(name)?.length ?? 0
  const all = survey.schema.tables.reduce((sum, shape) => sum + pagesOf(shape), 0)
  let done = 0
  for (const shape of survey.schema.tables) {
    copyRows(file, survey, shape, database, (pages) => told((done + pages) / all))
    done += pagesOf(shape)
  }
}

/** Rows that a tree leads to come first: of two with the same key the stray one is the older. */
function copyRows(
  file: PageFile,
  survey: PageSurvey,
  shape: TableShape,
  database: DatabaseSync,
  told: (pages: number) => void,
): void {
  const inserts = new Map<number, StatementSync>()
  for (const [index, page] of (survey.leaves.get(shape.name) ?? []).entries()) {
    if (index % TOLD_EVERY === 0) told(index)
    const read = readBtreePage(file, page)
    if (read?.kind !== 'table-leaf') continue
    for (const { rowid, record } of read.cells) {
      // a row from before a column was added gets the column's default
      const columns = shape.columns.slice(0, record.length)
      let insert = inserts.get(columns.length)
      if (insert === undefined) {
        insert = database.prepare(
          `INSERT OR IGNORE INTO ${shape.name} (${columns.map(({ name }) => name).join(', ')})
           VALUES (${columns.map(() => '?').join(', ')})`,
        )
        inserts.set(columns.length, insert)
      }
      const values = columns.map(
        ({ name }, index): StoredValue => (name === shape.rowidColumn ? rowid : (record[index] ?? null)),
      )
      tryInsert(insert, values)
    }
  }
}

const SQLITE_MISMATCHES = [/* constraint */ 19, /* mismatch */ 20]

/** A row that is not what its table takes was garbled. */
function tryInsert(insert: StatementSync, values: StoredValue[]): void {
  try {
    insert.run(...values)
  } catch (error) {
    const isGarbled =
      error instanceof Error &&
      'errcode' in error &&
      typeof error.errcode === 'number' &&
      SQLITE_MISMATCHES.includes(error.errcode & 0xff)
    if (!isGarbled) throw error
  }
}

/** Numbers of rows that are lost are not given again: other rows, or files, may still name them. */
function raiseSequences(file: PageFile, survey: PageSurvey, database: DatabaseSync): void {
  for (const page of survey.leaves.get(SEQUENCE_SHAPE.name) ?? []) {
    const read = readBtreePage(file, page)
    if (read?.kind !== 'table-leaf') continue
    for (const { record } of read.cells) {
      const [name, seq] = record
      if (typeof name !== 'string' || typeof seq !== 'number') continue
      const changed = database
        .prepare('UPDATE sqlite_sequence SET seq = MAX(seq, ?) WHERE name = ?')
        .run(seq, name).changes
      if (changed === 0 && survey.leaves.has(name))
        database.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq)
    }
  }
}

/** Whose a conversation is stands in the index of its table too. */
function skeletons(file: PageFile, root: number): StoredRecord[] {
  const records: StoredRecord[] = []
  const met = new Set<number>()
  const open = [root]
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (met.has(page)) continue
    met.add(page)
    const read = readBtreePage(file, page)
    if (read?.kind !== 'index-leaf' && read?.kind !== 'index-interior') continue
    records.push(...read.records)
    if (read.kind === 'index-interior') open.push(...read.children)
  }
  return records
}
