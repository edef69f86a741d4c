import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { NewCall, StoredProgram } from '#core/storage/program-repository.ts'
import type { Stores } from '#core/stores.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_FOLDERS, MAX_PROGRAMS } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { Program, ProgramCall, ProgramId, ProgramScope } from '#shared/model/program.ts'
import { hashOfToken, makeToken, programOfToken } from './token.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** So long it is kept what programs called. */
const KEEP_CALLS_MS = 30 * DAY_MS
/** Calls are written down together, this often at most. */
const WRITE_EVERY_MS = 1_000
/** Of all programs so many are kept at most: one that calls without end fills no disk. */
const MAX_CALLS_KEPT = 1_000_000
const FORGET_EVERY_MS = 60_000

export interface ProgramsDeps {
  clock: Clock
  random: Pick<Random, 'bytes'>
  stores: Pick<Stores, 'database' | 'programs'>
  events: EventSink
  /** What it has here ends with it, in the transaction in which its token is forgotten. */
  revoked(id: ProgramId): void
  /** Its token opens nothing any more, wherever the database is read. */
  gone(id: ProgramId): void
  failed(error: unknown): void
}

/** The programs that the operator has let in, and what they called. */
export class Programs {
  readonly #deps: ProgramsDeps
  readonly #unwritten: NewCall[] = []
  /** Up to where programs have looked, until it is written. */
  readonly #cursors = new Map<ProgramId, number>()
  #cancelWriting: (() => void) | null = null
  /** Calls since a midnight, so that they are not counted again with each. */
  readonly #today = new Map<ProgramId, { since: number; count: number }>()
  /** By the monotonic clock. */
  #forgetsAt = 0
  #isStopped = false

  constructor(deps: ProgramsDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#forget()
  }

  #forget(): void {
    const { clock, stores } = this.#deps
    this.#forgetsAt = clock.monotonic() + FORGET_EVERY_MS
    stores.programs.forgetCallsBefore(clock.now() - KEEP_CALLS_MS)
    stores.programs.forgetCallsBeyond(MAX_CALLS_KEPT)
  }

  stop(): void {
    this.#write()
    this.#isStopped = true
  }

  list(): Program[] {
    return this.#deps.stores.programs.list().map((program) => this.#view(program))
  }

  /** Null for one that was revoked. */
  view(id: ProgramId): Program | null {
    const program = this.#deps.stores.programs.get(id)
    return program === null ? null : this.#view(program)
  }

  #view({ id, name, scope, accounts, folders, createdAt, lastCallAt }: StoredProgram): Program {
    const waiting = this.#unwritten.findLast(({ programId }) => programId === id)
    return {
      ...{ id, name, scope, accounts, folders, createdAt },
      lastCallAt: waiting?.at ?? lastCallAt,
      callsToday: this.#callsToday(id),
    }
  }

  #callsToday(id: ProgramId): number {
    const { clock, stores } = this.#deps
    const since = startOfDay(clock.now())
    const known = this.#today.get(id)
    if (known?.since === since) return known.count
    const waiting = this.#unwritten.filter(({ programId, at }) => programId === id && at >= since)
    const count = stores.programs.countCalls(id, since) + waiting.length
    this.#today.set(id, { since, count })
    return count
  }

  /** Lets a program in; nobody can learn its token later. @throws AppError `programs-full` */
  allow(wanted: { name: string; scope: ProgramScope; accounts: AccountId[] | null }): {
    id: ProgramId
    token: string
  } {
    const { clock, random, stores, events } = this.#deps
    const token = makeToken(random)
    const id = stores.database.transaction(() => {
      if (stores.programs.list().length >= MAX_PROGRAMS) throw new AppError('programs-full')
      const added = stores.programs.add({
        ...wanted,
        tokenHash: hashOfToken(token),
        createdAt: clock.now(),
      })
      events.raise({ kind: 'program-changed', programId: added })
      return added
    })
    return { id, token }
  }

  /** Takes everything back from a program; what it called stays written down. */
  revoke(id: ProgramId): void {
    const { stores, events, revoked, gone } = this.#deps
    this.#write()
    this.#today.delete(id)
    this.#cursors.delete(id)
    stores.database.transaction(() => {
      stores.programs.remove(id)
      revoked(id)
      events.raise({ kind: 'program-changed', programId: id })
    })
    gone(id)
  }

  /** The program whose token this is; null for nobody's. */
  ofToken(token: string): StoredProgram | null {
    return programOfToken(this.#deps.stores.programs.list(), token)
  }

  /** Place of arrival up to which a program has looked at messages. */
  cursorOf(id: ProgramId): number {
    return Math.max(this.#cursors.get(id) ?? 0, this.#deps.stores.programs.get(id)?.cursor ?? 0)
  }

  /**
   * It has looked up to there; that never goes back. Written down with the calls: one that looks all the time would cost a
   * durable commit each time, and after a kill it is told of the last second again.
   */
  setCursor(id: ProgramId, place: number): void {
    if (this.#isStopped) return
    this.#cursors.set(id, Math.max(place, this.#cursors.get(id) ?? 0))
    this.#writeSoon()
  }

  /** Null once it is revoked. */
  get(id: ProgramId): StoredProgram | null {
    return this.#deps.stores.programs.get(id)
  }

  /**
   * Lets a program take files from a folder, and save into it. Its real path is kept: should a link take its place, that
   * leads nowhere.
   * @throws AppError `folder-unreadable` for what is no absolute path of a folder, `not-found`
   */
  async addFolder(id: ProgramId, folder: string): Promise<void> {
    const wanted = path.isAbsolute(folder) ? await realFolder(folder).catch(() => null) : null
    if (wanted === null) throw new AppError('folder-unreadable')
    const { folders } = this.#stored(id)
    if (folders.includes(wanted)) return
    this.#setFolders(id, [...folders.slice(-MAX_FOLDERS + 1), wanted])
  }

  /** @throws AppError `not-found` */
  removeFolder(id: ProgramId, folder: string): void {
    this.#setFolders(
      id,
      this.#stored(id).folders.filter((one) => one !== folder),
    )
  }

  #stored(id: ProgramId): StoredProgram {
    const program = this.#deps.stores.programs.get(id)
    if (program === null) throw new AppError('not-found')
    return program
  }

  #setFolders(id: ProgramId, folders: readonly string[]): void {
    const { stores, events } = this.#deps
    stores.database.transaction(() => {
      stores.programs.setFolders(id, folders)
      events.raise({ kind: 'program-changed', programId: id })
    })
  }

  /** Writes a call down, within a second. What is turned away again within it is written down once. */
  called(call: NewCall): void {
    // it ended with the app
    if (this.#isStopped) return
    if (call.outcome === 'refused' && this.#unwritten.some((one) => isSame(one, call))) return
    const today = this.#today.get(call.programId)
    if (today !== undefined) today.count += 1
    this.#unwritten.push(call)
    this.#writeSoon()
  }

  #writeSoon(): void {
    this.#cancelWriting ??= this.#deps.clock.setTimeout(WRITE_EVERY_MS, () => this.#write())
  }

  #write(): void {
    const { stores, events, failed } = this.#deps
    this.#cancelWriting?.()
    this.#cancelWriting = null
    const calls = this.#unwritten.splice(0)
    if (calls.length === 0 && this.#cursors.size === 0) return
    try {
      stores.database.transaction(() => {
        stores.programs.addCalls(calls)
        for (const [id, place] of this.#cursors) stores.programs.setCursor(id, place)
        for (const programId of new Set(calls.map((call) => call.programId)))
          events.raise({ kind: 'program-changed', programId })
      })
      this.#cursors.clear()
      if (this.#deps.clock.monotonic() >= this.#forgetsAt) this.#forget()
    } catch (error) {
      // what they called is not worth more than what they called for
      failed(error)
    }
  }

  /** Calls of all programs, the newest first. */
  calls(before: number | null, limit: number): { calls: ProgramCall[]; hasMore: boolean } {
    this.#write()
    const calls = this.#deps.stores.programs.calls(before, limit + 1)
    return { calls: calls.slice(0, limit), hasMore: calls.length > limit }
  }
}

/** The real path of a folder; null for what is none. */
async function realFolder(folder: string): Promise<string | null> {
  const real = await realpath(folder)
  return (await stat(real)).isDirectory() ? real : null
}

/** Whether the same was turned away for the same reason. */
function isSame(one: NewCall, other: NewCall): boolean {
  return one.programId === other.programId && one.tool === other.tool && one.code === other.code
}

/** Midnight by the operator's clock before that moment, in Unix milliseconds. */
function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0)
}
