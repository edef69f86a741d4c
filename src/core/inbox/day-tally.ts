import type { ReadHandle } from '#core/storage/handles.ts'
import { flag, integer, integerOrNull, type Row, text } from '#core/storage/row.ts'
import { isGroupContact } from '#shared/model/group.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import type { DayTally } from '#shared/model/tally.ts'

/** A day by this computer's clock, in Unix milliseconds. */
export interface TallyRequest {
  from: number
  now: number
}

/** No day is longer, whatever the clocks do. */
const LONGEST_MS = 2 * WINDOW_MS
/** Messages that are read at a time. */
const PORTION = 2_000

const ANSWERS = `m.direction = 'out'
  AND (m.send_state IS NULL OR m.send_state = 'accepted' OR m.resolution IS 'marked-as-sent')
  AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = m.id AND j.broadcast_id IS NOT NULL)`

/** Somebody who waits in a conversation, by the clock of this computer. */
interface Waiting {
  person: string
  since: number
  closesAt: number
  isDone: boolean
}

/**
 * What a day has brought and what became of it. Whether a message was answered is told by the order of arrival
 * alone; the day it counts for, and how long it took, by when it was received or written here (P19). The day before
 * is read too, for what of it was answered or ran out today.
 */
export function readDayTally(database: ReadHandle, { now, ...asked }: TallyRequest): DayTally {
  const from = Math.max(asked.from, now - LONGEST_MS)
  let hasBegun = false
  const wrote = new Set<string>()
  const answered = new Set<string>()
  const expired = new Set<string>()
  const times: number[] = []
  const waiting = new Map<number, Waiting>()
  const runOut = ({ person, closesAt }: Waiting, by: number) => {
    if (closesAt >= from && closesAt <= by) expired.add(person)
  }

  for (const row of since(database, lastBefore(database, from - WINDOW_MS))) {
    const conversation = integer(row, 'conversation_id')
    const person = text(row, 'contact_user_id')
    const at = integer(row, 'received_at')
    // what a clock that was ahead stamped later than now is of today if something of today arrived before it
    hasBegun ||= at >= from && at <= now
    const isToday = hasBegun && at >= from
    const known = waiting.get(conversation)
    if (text(row, 'direction') === 'in') {
      if (known) runOut(known, at)
      if (isToday) wrote.add(person)
      const closesAt = Math.min(integer(row, 'at'), at) + WINDOW_MS
      waiting.set(conversation, { person, since: known?.since ?? at, closesAt, isDone: flag(row, 'is_done') })
    } else if (known) {
      waiting.delete(conversation)
      runOut(known, at)
      if (isToday) {
        answered.add(person)
        times.push(Math.max(0, at - known.since))
      }
    }
  }
  for (const one of waiting.values()) if (!one.isDone) runOut(one, now)
  return { wrote: wrote.size, answered: answered.size, expired: expired.size, medianMs: median(times) }
}

/**
 * The message after which everything since a time has arrived: behind it are only older ones, for as far as is read at
 * once. A few that a clock set back has stamped too early do not end it.
 */
function lastBefore(database: ReadHandle, time: number): number {
  const some = database.select(
    `SELECT MIN(id) AS first, MAX(received_at) AS latest
     FROM (SELECT id, received_at FROM messages WHERE id < ? ORDER BY id DESC LIMIT ${PORTION})`,
  )
  let first = Number.MAX_SAFE_INTEGER
  for (;;) {
    const row = some.get(first)
    const latest = row === undefined ? null : integerOrNull(row, 'latest')
    if (row === undefined || latest === null) return 0
    if (latest < time) return first - 1
    first = integer(row, 'first')
  }
}

/** What contacts wrote and what answered them, in the order of arrival, portion by portion. */
function* since(database: ReadHandle, after: number): Iterable<Row> {
  const query = database.select(
    `SELECT m.id, m.conversation_id, m.direction, m.at, m.received_at, c.contact_user_id,
       c.triage IS 'done' AS is_done, (m.direction = 'in' OR (${ANSWERS})) AS counts
     FROM messages m JOIN conversations c ON c.id = m.conversation_id
       JOIN accounts a ON a.id = c.account_id AND a.removed = 0 AND c.erased = 0
     WHERE m.id > ? ORDER BY m.id LIMIT ${PORTION}`,
  )
  let last = after
  for (;;) {
    const rows = query.all(last)
    for (const row of rows) {
      if (flag(row, 'counts') && !isGroupContact(text(row, 'contact_user_id'))) yield row
      last = integer(row, 'id')
    }
    if (rows.length < PORTION) return
  }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
