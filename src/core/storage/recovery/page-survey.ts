import { type BtreePage, readBtreePage, type StoredRecord } from './btree-page.ts'
import type { PageFile } from './page-file.ts'
import {
  isRowOf,
  nearestVersion,
  type SchemaEntry,
  type SchemaVersion,
  type TableShape,
} from './table-shape.ts'

/** A leaf whose rows belong to one table. */
type Leaf = Extract<BtreePage, { kind: 'table-leaf' }>

/** Rowids that cannot be read any more: above `after`, up to `upTo`, which is open where nothing bounds it. */
export interface LostRange {
  after: number
  upTo: number | null
}

/** Where the rows of a damaged database stand. */
export interface PageSurvey {
  schema: SchemaVersion
  /** Pages of rows by table: those of its tree first, then stray ones that its shape fits. */
  leaves: ReadonlyMap<string, readonly number[]>
  lost: ReadonlyMap<string, readonly LostRange[]>
  /** Root pages of indexes that were found, by name. */
  indexRoots: ReadonlyMap<string, number>
}

interface Root extends SchemaEntry {
  page: number
}

/** After so many pages the progress is told. */
const TOLD_EVERY = 1_024

const SCHEMA_ROOT = 1
/** Where the header of the file keeps the version of the schema, and the first page of the list of free ones. */
const USER_VERSION_AT = 60
const FREELIST_AT = 32

/**
 * Finds the pages of every table: along the trees that can still be walked, and, for what broken pages cut off, by
 * what rows of the table look like.
 * @param told hears now and then what share of the pages has found its place
 */
export function surveyPages(
  file: PageFile,
  versions: readonly SchemaVersion[],
  told: (share: number) => void,
): PageSurvey {
  const survey = new Survey(file, told)
  survey.claimFreePages()
  const roots = survey.findRoots()
  const schema = nearestVersion(
    versions,
    roots.filter(({ name }) => !name.startsWith('sqlite_')),
    survey.statedVersion(),
  )
  const tables = [...schema.tables, SEQUENCE_SHAPE]
  for (const { name } of tables) survey.walkTable(name, roots.find((root) => root.name === name)?.page ?? 0)
  survey.assignStrays(tables)
  return {
    schema,
    leaves: survey.leaves,
    lost: survey.lost,
    indexRoots: new Map(roots.map(({ name, page }) => [name, page])),
  }
}

/** The table in which SQLite keeps the highest number ever given to a row. */
export const SEQUENCE_SHAPE: TableShape = {
  name: 'sqlite_sequence',
  rowidColumn: null,
  columns: [
    { name: 'name', type: 'TEXT', mayBeNull: false, mayBeAbsent: false },
    { name: 'seq', type: 'INTEGER', mayBeNull: false, mayBeAbsent: false },
  ],
}

class Survey {
  readonly leaves = new Map<string, number[]>()
  readonly lost = new Map<string, LostRange[]>()
  readonly #file: PageFile
  /** Pages whose place is known; a page that names them again lies. */
  readonly #claimed = new Set<number>()
  readonly #told: (share: number) => void

  constructor(file: PageFile, told: (share: number) => void) {
    this.#file = file
    this.#told = told
  }

  #claim(page: number): void {
    this.#claimed.add(page)
    if (this.#claimed.size % TOLD_EVERY === 0) this.#told(this.#claimed.size / this.#file.count)
  }

  statedVersion(): number {
    return this.#headerNumber(USER_VERSION_AT)
  }

  #headerNumber(at: number): number {
    const first = this.#file.read(1)
    return first === null ? 0 : new DataView(first.buffer).getUint32(at)
  }

  /** What was deleted may still stand on pages that are free. */
  claimFreePages(): void {
    let trunk = this.#headerNumber(FREELIST_AT)
    while (trunk > 1 && !this.#claimed.has(trunk)) {
      const bytes = this.#file.read(trunk)
      if (bytes === null) return
      const view = new DataView(bytes.buffer)
      const count = view.getUint32(4)
      if (8 + count * 4 > bytes.length) return
      this.#claimed.add(trunk)
      for (let index = 0; index < count; index += 1) this.#claimed.add(view.getUint32(8 + index * 4))
      trunk = view.getUint32(0)
    }
  }

  /** The database's list of its tables and indexes; where its tree is broken, from the pages that look like it. */
  findRoots(): Root[] {
    const roots = new Map<string, Root>()
    const take = (records: StoredRecord[]) => {
      for (const root of records.map(toRoot))
        if (root !== null && !roots.has(root.name)) roots.set(root.name, root)
    }
    const walked = this.#walk(SCHEMA_ROOT)
    for (const page of walked.leaves) take(this.#records(page))
    if (walked.lost.length > 0) {
      for (let page = 2; page <= this.#file.count; page += 1) {
        if (this.#claimed.has(page)) continue
        const records = this.#records(page)
        if (records.length === 0 || records.some((record) => toRoot(record) === null)) continue
        this.#claim(page)
        take(records)
      }
    }
    return [...roots.values()]
  }

  #records(page: number): StoredRecord[] {
    const read = readBtreePage(this.#file, page)
    return read?.kind === 'table-leaf' ? read.cells.map(({ record }) => record) : []
  }

  walkTable(name: string, root: number): void {
    const { leaves, lost } = this.#walk(root)
    this.leaves.set(name, leaves)
    this.lost.set(name, lost)
  }

  /** Goes along a tree; every page is met once, so that a page that points in circles ends nothing. */
  #walk(root: number): { leaves: number[]; lost: LostRange[] } {
    const leaves: number[] = []
    const lost: LostRange[] = []
    const open: ({ page: number } & LostRange)[] = [{ page: root, after: 0, upTo: null }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { page, after, upTo } = next
      const read = this.#claimed.has(page) ? null : readBtreePage(this.#file, page)
      if (read?.kind === 'table-leaf') {
        this.#claim(page)
        leaves.push(page)
        if (read.broken > 0) lost.push({ after, upTo })
      } else if (read?.kind === 'table-interior') {
        this.#claim(page)
        const isWhole = read.broken === 0 && isAscending(read.children, { after, upTo })
        if (!isWhole) lost.push({ after, upTo })
        let from = after
        for (const child of read.children) {
          // a broken cell leaves it open where the rows of its neighbours begin and end
          open.push(
            isWhole
              ? { page: child.page, after: from, upTo: child.upTo ?? upTo }
              : { page: child.page, after, upTo },
          )
          from = child.upTo ?? from
        }
      } else {
        lost.push({ after, upTo })
      }
    }
    return { leaves, lost: merged(lost) }
  }

  /** Gives pages of rows that no tree leads to the table whose rows they hold; trees among them stay together. */
  assignStrays(tables: readonly TableShape[]): void {
    const strays = new Map<number, BtreePage>()
    const children = new Set<number>()
    for (let page = 2; page <= this.#file.count; page += 1) {
      if (this.#claimed.has(page)) continue
      const read = readBtreePage(this.#file, page)
      if (read?.kind === 'table-interior') for (const child of read.children) children.add(child.page)
      if (read?.kind === 'table-interior' || read?.kind === 'table-leaf') strays.set(page, read)
    }
    for (const page of strays.keys()) {
      if (children.has(page)) continue
      const { leaves } = this.#walk(page)
      const name = this.#tableOf(leaves, tables)
      if (name !== null) this.leaves.get(name)?.push(...leaves)
    }
  }

  #tableOf(pages: readonly number[], tables: readonly TableShape[]): string | null {
    const leaves = pages
      .map((page) => readBtreePage(this.#file, page))
      .filter((read): read is Leaf => read?.kind === 'table-leaf' && read.cells.length > 0)
    if (leaves.length === 0) return null
    const fitting = tables.filter((table) =>
      leaves.every(({ cells }) => cells.every(({ record }) => isRowOf(table, record))),
    )
    const broken = fitting.filter(({ name }) => (this.lost.get(name)?.length ?? 0) > 0)
    return (broken[0] ?? fitting[0])?.name ?? null
  }
}

/** Whether the bounds of an inner page's children follow each other within the page's own. */
function isAscending(children: readonly { upTo: number | null }[], { after, upTo }: LostRange): boolean {
  let from = after
  for (const child of children) {
    if (child.upTo === null) continue
    if (child.upTo <= from || (upTo !== null && child.upTo > upTo)) return false
    from = child.upTo
  }
  return true
}

/** The same numbers in ranges that do not overlap, so that none is counted twice. */
function merged(ranges: readonly LostRange[]): LostRange[] {
  const apart: LostRange[] = []
  for (const range of ranges.toSorted((a, b) => a.after - b.after)) {
    const last = apart.at(-1)
    if (last === undefined || (last.upTo !== null && last.upTo < range.after)) apart.push({ ...range })
    else if (last.upTo !== null) last.upTo = range.upTo === null ? null : Math.max(last.upTo, range.upTo)
  }
  return apart
}

/** A row of the database's list of tables and indexes. */
function toRoot(record: StoredRecord): Root | null {
  const [type, name, table, page, sql] = record
  if (
    record.length !== 5 ||
    typeof type !== 'string' ||
    typeof name !== 'string' ||
    typeof table !== 'string'
  )
    return null
  if (!['table', 'index', 'view', 'trigger'].includes(type) || typeof page !== 'number') return null
  return { name, sql: typeof sql === 'string' ? sql : '', page }
}
