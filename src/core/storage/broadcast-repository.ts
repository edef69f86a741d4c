import { z } from 'zod'
import type { BroadcastReason, BroadcastState } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { MessageId } from '#shared/model/ids.ts'
import { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import type { BroadcastMark } from '#shared/model/message.ts'
import { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { isWallTime, type WallTime } from '#shared/model/wall-time.ts'
import { parseBroadcastReason, parseBroadcastState } from './broadcast-columns.ts'
import type { WriteHandle } from './handles.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** A draft or a run without its ledger. Times are Unix milliseconds. */
export interface StoredBroadcast {
  id: BroadcastId
  contentId: number
  state: BroadcastState
  reason: BroadcastReason | null
  title: string
  paceMs: number
  /** As it was when the run was started; 0 while it is a draft. */
  reserve: number
  perMinute: number
  /** Runs go in this order: it is counted up by every start, retry and resume. */
  turn: number
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  /** When it starts, from being scheduled until it is a run. */
  due: WallTime | null
  /** Put away by the operator. */
  isArchived: boolean
}

/** All but the choice, which may be long and only drafts ask for. */
const COLUMNS =
  'id, content_id, state, reason, title, pace_ms, reserve, per_minute, turn, created_at, started_at, ended_at, archived, due'

/** A choice that cannot be read any more becomes the usual one; the plan shows whom it is for. */
function parseChoice(json: string): RecipientChoice {
  try {
    return RecipientChoice.parse(JSON.parse(json))
  } catch {
    return RECENT_CONTACTS
  }
}

/** One that a failing disk has garbled never comes. */
function parseDue(due: string | null): WallTime | null {
  return due !== null && isWallTime(due) ? due : null
}

function toBroadcast(row: Row): StoredBroadcast {
  return {
    id: BroadcastId.parse(row['id']),
    contentId: integer(row, 'content_id'),
    state: parseBroadcastState(text(row, 'state')),
    reason: parseBroadcastReason(textOrNull(row, 'reason')),
    title: text(row, 'title'),
    paceMs: integer(row, 'pace_ms'),
    reserve: integer(row, 'reserve'),
    perMinute: integer(row, 'per_minute'),
    turn: integer(row, 'turn'),
    createdAt: integer(row, 'created_at'),
    startedAt: integerOrNull(row, 'started_at'),
    endedAt: integerOrNull(row, 'ended_at'),
    due: parseDue(textOrNull(row, 'due')),
    isArchived: flag(row, 'archived'),
  }
}

/** Drafts and runs in the database. */
export class BroadcastRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** The newest first; not those that are being deleted. */
  list(): StoredBroadcast[] {
    return this.#db
      .sql(`SELECT ${COLUMNS} FROM broadcasts WHERE removed = 0 ORDER BY id DESC`)
      .all()
      .map(toBroadcast)
  }

  get(id: BroadcastId): StoredBroadcast | null {
    const row = this.#db.sql(`SELECT ${COLUMNS} FROM broadcasts WHERE id = ? AND removed = 0`).get(id)
    return row === undefined ? null : toBroadcast(row)
  }

  /** Whom a draft is for. */
  choiceOf(id: BroadcastId): RecipientChoice {
    const row = this.#db.sql('SELECT choice FROM broadcasts WHERE id = ?').get(id)
    return row === undefined ? RECENT_CONTACTS : parseChoice(text(row, 'choice'))
  }

  /** The run whose turn it is. */
  active(): StoredBroadcast | null {
    const row = this.#db
      .sql(`SELECT ${COLUMNS} FROM broadcasts WHERE state = 'running' ORDER BY turn, id LIMIT 1`)
      .get()
    return row === undefined ? null : toBroadcast(row)
  }

  addDraft(draft: {
    contentId: number
    title: string
    choice: RecipientChoice
    paceMs: number
    now: number
  }): BroadcastId {
    const { lastInsertRowid } = this.#db
      .sql(
        `INSERT INTO broadcasts (content_id, state, title, choice, pace_ms, created_at)
         VALUES (?, 'draft', ?, ?, ?, ?)`,
      )
      .run(draft.contentId, draft.title, JSON.stringify(draft.choice), draft.paceMs, draft.now)
    return BroadcastId.parse(Number(lastInsertRowid))
  }

  changeDraft(id: BroadcastId, draft: { title: string; choice: RecipientChoice; paceMs: number }): void {
    this.#db
      .sql(
        "UPDATE broadcasts SET title = ?, choice = ?, pace_ms = ?, reason = NULL WHERE id = ? AND state = 'draft'",
      )
      .run(draft.title, JSON.stringify(draft.choice), draft.paceMs, id)
  }

  setArchived(id: BroadcastId, isArchived: boolean): void {
    this.#db.sql('UPDATE broadcasts SET archived = ? WHERE id = ?').run(isArchived ? 1 : 0, id)
  }

  /** It is deleted as soon as its ledger is. */
  markRemoved(id: BroadcastId): void {
    this.#db.sql('UPDATE broadcasts SET removed = 1 WHERE id = ?').run(id)
  }

  /** Those whose ledgers are being deleted. */
  removed(): Pick<StoredBroadcast, 'id' | 'contentId'>[] {
    return this.#db
      .sql('SELECT id, content_id FROM broadcasts WHERE removed = 1 ORDER BY id')
      .all()
      .map((row) => ({ id: BroadcastId.parse(row['id']), contentId: integer(row, 'content_id') }))
  }

  remove(id: BroadcastId): void {
    this.#db.sql('DELETE FROM broadcasts WHERE id = ?').run(id)
  }

  /** A draft was confirmed for these people: from now on it starts, whatever ends the program. */
  confirm(id: BroadcastId, recipients: readonly ConversationId[]): void {
    this.#db
      .sql("UPDATE broadcasts SET state = 'starting', reason = NULL, confirmed = ? WHERE id = ?")
      .run(JSON.stringify(recipients), id)
  }

  /** A draft was confirmed for these people, and starts when the operator's clock shows that time. */
  schedule(id: BroadcastId, recipients: readonly ConversationId[], due: WallTime): void {
    this.#db
      .sql("UPDATE broadcasts SET state = 'scheduled', reason = NULL, confirmed = ?, due = ? WHERE id = ?")
      .run(JSON.stringify(recipients), due, id)
  }

  /** Gives one that is scheduled another time; it asks no more. */
  move(id: BroadcastId, due: WallTime): void {
    this.#db.sql('UPDATE broadcasts SET due = ?, reason = NULL WHERE id = ?').run(due, id)
  }

  /** One that is scheduled starts now, as it was confirmed. */
  begin(id: BroadcastId): void {
    this.#db.sql("UPDATE broadcasts SET state = 'starting', reason = NULL WHERE id = ?").run(id)
  }

  /** One that was to start is scheduled and asks: it does not start by itself any more. */
  ask(id: BroadcastId, reason: BroadcastReason): void {
    this.#db.sql("UPDATE broadcasts SET state = 'scheduled', reason = ? WHERE id = ?").run(reason, id)
  }

  /** Scheduled ones whose time has come at the latest, and that ask nothing. */
  dueBy(now: WallTime): { id: BroadcastId; due: WallTime }[] {
    return this.#db
      .sql(
        `SELECT id, due FROM broadcasts WHERE state = 'scheduled' AND reason IS NULL AND removed = 0 AND due <= ?
         ORDER BY due, id`,
      )
      .all(now)
      .flatMap((row) => {
        const due = parseDue(text(row, 'due'))
        return due === null ? [] : [{ id: BroadcastId.parse(row['id']), due }]
      })
  }

  /** When the next one starts; null while none is to. */
  nextDue(): WallTime | null {
    const row = this.#db
      .sql(
        "SELECT MIN(due) AS due FROM broadcasts WHERE state = 'scheduled' AND reason IS NULL AND removed = 0",
      )
      .get()
    return row === undefined ? null : parseDue(textOrNull(row, 'due'))
  }

  /** Scheduled ones that did not start and ask. */
  asking(): { id: BroadcastId; due: WallTime | null }[] {
    return this.#db
      .sql(
        "SELECT id, due FROM broadcasts WHERE state = 'scheduled' AND reason IS NOT NULL AND removed = 0 ORDER BY id",
      )
      .all()
      .map((row) => ({ id: BroadcastId.parse(row['id']), due: parseDue(textOrNull(row, 'due')) }))
  }

  /** How many have yet to become runs by themselves: those that are starting, and scheduled ones that ask nothing. */
  countToStart(): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcasts
         WHERE state = 'starting' OR (state = 'scheduled' AND reason IS NULL)`,
      )
      .get()
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** How many people one was confirmed for that is not a run yet. */
  countConfirmed(id: BroadcastId): number {
    const row = this.#db
      .sql(
        `SELECT iif(json_valid(confirmed), json_array_length(confirmed), 0) AS count FROM broadcasts WHERE id = ?`,
      )
      .get(id)
    return row === undefined ? 0 : (integerOrNull(row, 'count') ?? 0)
  }

  /** Whom one that is starting was confirmed for. */
  confirmedFor(id: BroadcastId): ConversationId[] {
    const row = this.#db.sql('SELECT confirmed FROM broadcasts WHERE id = ?').get(id)
    const confirmed = row === undefined ? null : textOrNull(row, 'confirmed')
    return confirmed === null ? [] : z.array(ConversationId).parse(JSON.parse(confirmed))
  }

  /** It is not started after all. @param reason why, for whom nobody told */
  backToDraft(id: BroadcastId, reason: BroadcastReason | null): void {
    this.#db
      .sql("UPDATE broadcasts SET state = 'draft', reason = ?, confirmed = NULL, due = NULL WHERE id = ?")
      .run(reason, id)
  }

  /** Those that were confirmed, and are not under way yet. */
  starting(): BroadcastId[] {
    return this.#db
      .sql("SELECT id FROM broadcasts WHERE state = 'starting' ORDER BY id")
      .all()
      .map((row) => BroadcastId.parse(row['id']))
  }

  /** Makes a draft a run, or lets an ended or held one go on behind those that run already. */
  run(id: BroadcastId, limits: { reserve: number; perMinute: number }, now: number): void {
    this.#db
      .sql(
        `UPDATE broadcasts SET state = 'running', reason = NULL, confirmed = NULL, due = NULL, archived = 0, reserve = ?2, per_minute = ?3,
           turn = (SELECT MAX(turn) + 1 FROM broadcasts), started_at = COALESCE(started_at, ?4),
           ended_at = NULL
         WHERE id = ?1`,
      )
      .run(id, limits.reserve, limits.perMinute, now)
  }

  /** @param endedAt null where it may go on */
  setState(
    id: BroadcastId,
    state: Exclude<BroadcastState, 'draft' | 'scheduled' | 'starting' | 'running'>,
    reason: BroadcastReason | null,
    endedAt: number | null,
  ): void {
    this.#db
      .sql(
        'UPDATE broadcasts SET state = ?, reason = ?, ended_at = ?, confirmed = NULL, due = NULL WHERE id = ?',
      )
      .run(state, reason, endedAt, id)
  }

  /** The broadcast that a message was sent by. */
  markOf(id: MessageId): BroadcastMark | null {
    const row = this.#db
      .sql(
        `SELECT b.id, b.title FROM outbox_jobs j JOIN broadcasts b ON b.id = j.broadcast_id AND b.removed = 0
         WHERE j.message_id = ?`,
      )
      .get(id)
    return row === undefined ? null : { id: BroadcastId.parse(row['id']), title: text(row, 'title') }
  }
}
