import type { Segment } from '#shared/model/broadcast.ts'
import { SegmentId } from '#shared/model/ids.ts'
import { SegmentFilter } from '#shared/model/recipient-choice.ts'
import type { Database } from './database.ts'
import { type Row, text } from './row.ts'

/** Null where the filter cannot be read: read as another one it would reach people who are not meant. */
function toSegment(row: Row): Segment | null {
  try {
    const filter = SegmentFilter.parse(JSON.parse(text(row, 'filter')))
    return { id: SegmentId.parse(row['id']), name: text(row, 'name'), filter }
  } catch {
    return null
  }
}

/** Filters of contacts under names that are each given once. */
export class SegmentRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** By name. */
  list(): Segment[] {
    return this.#db
      .sql('SELECT id, name, filter FROM segments ORDER BY name')
      .all()
      .flatMap((row) => toSegment(row) ?? [])
  }

  /** Keeps a filter under a name; one of that name is replaced. */
  save(name: string, filter: SegmentFilter): SegmentId {
    const row = this.#db
      .sql(
        `INSERT INTO segments (name, filter) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET filter = excluded.filter RETURNING id`,
      )
      .get(name, JSON.stringify(filter))
    return SegmentId.parse(row?.['id'])
  }

  /** The one of a name, also one whose filter cannot be read. */
  idOf(name: string): SegmentId | null {
    const row = this.#db.sql('SELECT id FROM segments WHERE name = ?').get(name)
    return row === undefined ? null : SegmentId.parse(row['id'])
  }

  /** False when there is none. */
  rename(id: SegmentId, name: string): boolean {
    return this.#db.sql('UPDATE segments SET name = ? WHERE id = ?').run(name, id).changes > 0
  }

  remove(id: SegmentId): void {
    this.#db.sql('DELETE FROM segments WHERE id = ?').run(id)
  }
}
