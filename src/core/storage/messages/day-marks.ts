import type { MessageId } from '#shared/model/ids.ts'
import type { ReadHandle, WriteHandle } from '../handles.ts'
import { integerOrNull } from '../row.ts'

const DAY_MS = 86_400_000

/** The day of a time, as days are numbered in UTC since 1970. */
const dayOf = (at: number) => Math.floor(at / DAY_MS)

/** Marks the days of all messages that are there anew, where rows were written or lost beside their writer. */
export const MARK_ALL_DAYS = `
  DELETE FROM day_marks;
  INSERT INTO day_marks (day, message_id, at)
    SELECT day, MIN(first) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), day * ${DAY_MS}
    FROM (SELECT at / ${DAY_MS} AS day, MIN(id) AS first FROM messages GROUP BY 1);
`

/**
 * Where in the order of arrival the days of all conversations begin: the first message that shows a later day than all
 * before it. So nothing before the mark of a day shows that day or a later one, whatever clocks did, and a date is found
 * without a walk through all that came before. Deleted messages leave their marks, which stay true; when they were written is
 * not in them, only that something came that day (P23). By the time when the day begins a row is told from one of another
 * table, where the list of tables is lost (P21).
 */
export class DayMarks {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** Marks what arrived, in this order and behind all that was stored before; one without an id was not stored. */
  note(arrived: readonly { readonly at: number }[], ids: readonly (MessageId | null)[]): void {
    let from = this.#end()
    for (const [index, { at }] of arrived.entries()) {
      const id = ids[index] ?? null
      if (id === null || at < from) continue
      const day = dayOf(at)
      this.#db.sql('INSERT INTO day_marks (day, message_id, at) VALUES (?, ?, ?)').run(day, id, day * DAY_MS)
      from = (day + 1) * DAY_MS
    }
  }

  /** When the newest day with a mark ends. */
  #end(): number {
    const row = this.#db.select('SELECT MAX(day) AS day FROM day_marks').get()
    const day = row === undefined ? null : integerOrNull(row, 'day')
    return day === null ? Number.NEGATIVE_INFINITY : (day + 1) * DAY_MS
  }
}

/** The mark that nothing which shows this time or a later one stands before; 0 without one. */
export function markBefore(database: ReadHandle, at: number): number {
  const row = database
    .select('SELECT message_id AS id FROM day_marks WHERE day <= ? ORDER BY day DESC LIMIT 1')
    .get(dayOf(at))
  return row === undefined ? 0 : (integerOrNull(row, 'id') ?? 0)
}
