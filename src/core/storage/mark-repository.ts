import { ConversationId } from '#shared/model/ids.ts'
import type { MarkChange, StoredTriage, Triage } from '#shared/model/marks.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { WallTimeSchema } from '#shared/model/wall-time-schema.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Database } from './database.ts'
import { flag, integer, type Row, textOrNull } from './row.ts'

/** What the operator has set, out of a row of `conversations`. */
export function toTriage(row: Row): StoredTriage | null {
  const kind = textOrNull(row, 'triage')
  if (kind === null) return null
  const seq = integer(row, 'triage_seq')
  if (kind === 'done') return { kind: 'done', seq }
  const until = textOrNull(row, 'snoozed_until')
  return { kind: 'snoozed', seq, until: until === null ? null : WallTimeSchema.parse(until) }
}

/** The same as windows show it. */
export function shownTriage(triage: StoredTriage | null): Triage | null {
  return triage?.kind === 'snoozed' ? { kind: 'snoozed', until: triage.until } : triage && { kind: 'done' }
}

const FLAGS = { pinned: 'pinned', muted: 'muted', unread: 'marked_unread' } as const

function isSame(one: MarkChange['before'], other: MarkChange['before']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What the operator has set on conversations. Nothing here publishes changes; callers do, after the commit. */
export class MarkRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /**
   * Sets one mark, and answers with what it was; null where it is so already, where the conversation is not there,
   * or where the contact has written after what is finished or put off: nobody has seen that.
   */
  set(id: ConversationId, { mark, after }: MarkTarget): MarkChange | null {
    const row = this.#row(id)
    if (row === undefined) return null
    if (mark !== 'triage') {
      const before = flag(row, FLAGS[mark])
      if (before === after) return null
      this.#write(id, { mark, after })
      return { id, mark, before, after }
    }
    const before = toTriage(row)
    if (isSame(before, after) || (after !== null && integer(row, 'wrote_seq') > after.seq)) return null
    this.#write(id, { mark, after })
    return { id, mark, before, after }
  }

  /** Takes a change back, unless the mark is another by now, or what it was would have ended meanwhile; says whether it did. */
  undo(change: MarkChange): MarkChange | null {
    const row = this.#row(change.id)
    if (row === undefined) return null
    const now = change.mark === 'triage' ? toTriage(row) : flag(row, FLAGS[change.mark])
    if (!isSame(now, change.after)) return null
    return change.mark === 'triage'
      ? this.set(change.id, { mark: 'triage', after: change.before })
      : this.set(change.id, { mark: change.mark, after: change.before })
  }

  /** When the first snooze with a time ends; null where none has one. */
  nextSnoozeEnd(): WallTime | null {
    const row = this.#db
      .select('SELECT MIN(snoozed_until) AS until FROM conversations WHERE snoozed_until IS NOT NULL')
      .get()
    const until = row === undefined ? null : textOrNull(row, 'until')
    return until === null ? null : WallTimeSchema.parse(until)
  }

  /** Ends the snoozes whose time has come by then: they stand on top and unread, as if something had just arrived. */
  endSnoozes(now: WallTime): ConversationId[] {
    const ended = this.#db
      .sql(
        `UPDATE conversations SET triage = NULL, triage_seq = NULL, snoozed_until = NULL, marked_unread = 1,
           raised_seq = (SELECT COALESCE(MAX(id), 0) FROM messages)
         WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? RETURNING id`,
      )
      .all(now)
    return ended.map((row) => ConversationId.parse(row['id']))
  }

  #row(id: ConversationId): Row | undefined {
    return this.#db.sql('SELECT * FROM conversations WHERE id = ? AND erased = 0').get(id)
  }

  #write(id: ConversationId, { mark, after }: MarkTarget): void {
    switch (mark) {
      case 'triage':
        this.#db
          .sql('UPDATE conversations SET triage = ?, triage_seq = ?, snoozed_until = ? WHERE id = ?')
          .run(after?.kind ?? null, after?.seq ?? null, after?.kind === 'snoozed' ? after.until : null, id)
        return
      case 'pinned':
      case 'muted':
      case 'unread':
        this.#db.sql(`UPDATE conversations SET ${FLAGS[mark]} = ? WHERE id = ?`).run(after ? 1 : 0, id)
        return
      default:
        unreachable(mark)
    }
  }
}

type MarkTarget =
  | { mark: 'triage'; after: StoredTriage | null }
  | { mark: keyof typeof FLAGS; after: boolean }
