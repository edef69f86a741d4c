import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { MIGRATIONS } from '../migrations.ts'
import type { StoredRecord, StoredValue } from './btree-page.ts'

/** A table or index as the database's own list of them names it. */
export interface SchemaEntry {
  name: string
  sql: string
}

interface Column {
  name: string
  type: string
  mayBeNull: boolean
  /** A row written before the column was added does not hold it. */
  mayBeAbsent: boolean
}

/** What rows of a table look like on a page. */
export interface TableShape {
  name: string
  columns: Column[]
  /** The column that is the row's number itself, and stands as NULL in its record. */
  rowidColumn: string | null
}

/** The schema after so many steps, as an empty database has it. */
export interface SchemaVersion {
  version: number
  entries: SchemaEntry[]
  tables: TableShape[]
}

const ColumnRow = z.object({
  name: z.string(),
  type: z.string(),
  notnull: z.number(),
  pk: z.number(),
})
const EntryRow = z.object({ name: z.string(), sql: z.string() })

/** The schema of every version, the first one first. */
export function schemaVersions(): SchemaVersion[] {
  const database = new DatabaseSync(':memory:')
  const created = new Map<string, number>()
  try {
    return MIGRATIONS.map((step, index) => {
      database.exec(step)
      return { version: index + 1, entries: readEntries(database), tables: readTables(database, created) }
    })
  } finally {
    database.close()
  }
}

/** What a database's own list names, without what SQLite makes by itself. */
export function readEntries(database: DatabaseSync): SchemaEntry[] {
  return database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => EntryRow.parse(row))
}

/**
 * Ordinary tables; what an index for searching keeps is made anew from them.
 * @param created how few columns each has had; every row of it has these
 */
function readTables(database: DatabaseSync, created: Map<string, number>): TableShape[] {
  return database
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all()
    .map((row) => readShape(database, z.string().parse(row['name']), created))
}

function readShape(database: DatabaseSync, name: string, created: Map<string, number>): TableShape {
  const columns = database
    .prepare('SELECT * FROM pragma_table_info(?)')
    .all(name)
    .map((row) => ColumnRow.parse(row))
  const least = Math.min(created.get(name) ?? columns.length, columns.length)
  created.set(name, least)
  const keys = columns.filter(({ pk }) => pk > 0)
  const rowidColumn = keys.length === 1 && keys[0]?.type === 'INTEGER' ? keys[0].name : null
  return {
    name,
    rowidColumn,
    columns: columns.map((column, index) => ({
      name: column.name,
      type: column.type,
      mayBeNull: column.notnull === 0,
      mayBeAbsent: index >= least,
    })),
  }
}

/** Whether a database's own list is that of the version. */
export function isSchemaOf(version: SchemaVersion, found: readonly SchemaEntry[]): boolean {
  const known = new Set(found.map(({ name, sql }) => `${name} ${sql}`))
  return (
    found.length === version.entries.length &&
    version.entries.every(({ name, sql }) => known.has(`${name} ${sql}`))
  )
}

/**
 * The version that `found` is the list of. Part of a list may be lost: what is left then belongs to many versions, and
 * the one that the header states is taken if all of it is there. Else it is the nearest; of equals the one of the
 * header, or the earliest, whose later steps do no harm twice.
 */
export function nearestVersion(
  versions: readonly SchemaVersion[],
  found: readonly SchemaEntry[],
  stated: number,
): SchemaVersion {
  const known = new Set(found.map(({ name, sql }) => `${name} ${sql}`))
  const hitsOf = ({ entries }: SchemaVersion) =>
    entries.filter(({ name, sql }) => known.has(`${name} ${sql}`)).length
  const isWhole = versions.some((version) => isSchemaOf(version, found))
  const ofHeader = versions.find(({ version }) => version === stated)
  if (!isWhole && found.length > 0 && ofHeader !== undefined && hitsOf(ofHeader) === known.size)
    return ofHeader
  let best: SchemaVersion | null = null
  let bestScore = Number.NEGATIVE_INFINITY
  for (const version of versions) {
    const score = hitsOf(version) * 2 - version.entries.length
    const isBetter =
      found.length === 0 || score > bestScore || (score === bestScore && version.version === stated)
    if (isBetter) [best, bestScore] = [version, score]
  }
  if (best === null) throw new RangeError('there is no version')
  return best
}

/** Tables of the same columns, or of the same in rows of an earlier version, told apart by what their text says. */
const TELLING: Readonly<Record<string, (record: StoredRecord) => boolean>> = {
  account_events: (record) => String(record[3]).startsWith('{"kind":'),
  unreadable_messages: (record) => !String(record[3]).startsWith('{"kind":'),
  outbox_jobs: ([, , item]) => item === null || isItem(item),
  quick_replies: ([, , group]) => !isItem(group),
}

function isItem(value: StoredValue | undefined): boolean {
  return typeof value === 'string' && value.startsWith('{"')
}

/** Whether a record could be a row of the table: its schema is STRICT, so every value has its column's type. */
export function isRowOf(shape: TableShape, record: StoredRecord): boolean {
  if (record.length > shape.columns.length) return false
  if (TELLING[shape.name]?.(record) === false) return false
  return shape.columns.every((column, index) => {
    const value = record[index]
    if (value === undefined) return column.mayBeAbsent
    if (column.name === shape.rowidColumn) return value === null
    if (value === null) return column.mayBeNull
    return column.type === typeOf(value)
  })
}

function typeOf(value: Exclude<StoredValue, null>): string {
  if (typeof value === 'string') return 'TEXT'
  return value instanceof Uint8Array ? 'BLOB' : 'INTEGER'
}
