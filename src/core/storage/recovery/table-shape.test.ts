import { expect, it } from 'vitest'
import type { StoredRecord } from './btree-page.ts'
import { isRowOf, schemaVersions, type TableShape } from './table-shape.ts'

/** What a text says where that tells tables apart. */
const SAYS: Readonly<Record<string, string>> = { event: '{"kind":"poll"}', item: '{"type":1}' }

/** A row as this version or an earlier one wrote it, with so many columns. */
function rowOf({ columns, rowidColumn }: TableShape, length: number): StoredRecord {
  return columns.slice(0, length).map(({ name, type }) => {
    if (name === rowidColumn) return null
    if (type === 'BLOB') return new Uint8Array()
    return type === 'TEXT' ? (SAYS[name] ?? 'text') : 1
  })
}

it('no row of a table, of whatever version, is taken for one of another', () => {
  const tables = schemaVersions().at(-1)?.tables ?? []
  expect(tables.length).toBeGreaterThan(20)
  const taken = tables.flatMap((table) => {
    const least = table.columns.filter(({ mayBeAbsent }) => !mayBeAbsent).length
    const lengths = table.columns.map((_, index) => index + 1).filter((length) => length >= least)
    return lengths.flatMap((length) =>
      tables
        .filter((other) => isRowOf(other, rowOf(table, length)))
        .map((other) => `${table.name} (${length}): ${other.name}`),
    )
  })
  expect(taken.filter((line) => !/^(\w+) \(\d+\): \1$/.test(line))).toEqual([])
  expect(taken.length).toBeGreaterThan(tables.length - 1)
})
