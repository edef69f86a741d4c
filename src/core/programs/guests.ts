import type { SessionStatus } from '#core/accounts/ports.ts'
import type { AppConnection } from '#core/app-surface.ts'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { type CallOutcome, type ProgramId, reaches } from '#shared/model/program.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { type CallResult, parsed, toldOf } from './call.ts'
import { CallLimits } from './call-limits.ts'
import type { Logins } from './logins.ts'
import type { ProgramFiles } from './program-files.ts'
import { ProgramMediaView, type ProgramMediaViewDeps } from './program-media-view.ts'
import type { Programs } from './programs.ts'
import type { Proposals } from './proposals.ts'
import type { SignOuts } from './sign-outs.ts'
import type { PlanDraft, Tool, ToolContext } from './tool.ts'
import { ToolError, toolErrorOf } from './tool-error.ts'

export interface GuestsDeps {
  clock: Clock
  programs: Programs
  proposals: Proposals
  files: ProgramFiles
  logins: Logins
  signOuts: SignOuts
  /** Has the window show a place. */
  show(target: ShowTarget): void
  view: ProgramMediaViewDeps
  /** How each account stands. */
  states(): ReadonlyMap<AccountId, SessionStatus>
  /** Time between two messages of one account in a broadcast, in ms, as the operator has it. */
  paceMs(): number
  isLocked(): boolean
  /** A connection like a page's. */
  connect(): AppConnection
  /** A failure that has no code of its own. */
  failed(error: unknown): void
}

/** A call that was let in, wherever it is answered. It is ended by the first of `answered` and `failed`. */
export interface Begun {
  ok: true
  program: StoredProgram
  /** @throws ToolError `locked`, or `not_allowed` once the program is revoked */
  mayGoOn(): void
  /** There is an answer. Null: it may go out; else why not. */
  answered(accountId: AccountId | null): ToolError | null
  /** There is none; what the program is told. */
  failed(error: unknown): ToolError
}

/** What a program has of the product, and who waits for something. */
interface Guest {
  /** Made when something is first asked over it: whatever changes is read for it. */
  connection: AppConnection | null
  waiting: Set<Waiting>
}

/** Somebody who waits for something to change or to arrive, which is their concern or not. */
interface Waiting {
  changes?(change: Change): boolean
  arrivals?(accountId: AccountId): boolean
  wake(): void
}

/**
 * The programs that are connected. One that does more than read has a connection like a page's, with a pace and watches of
 * its own, whatever way it comes in by; and every call of a tool is begun and ended here, whether it is answered here or in another thread.
 */
export class Guests implements Subscriber {
  readonly place = 'programs'
  readonly #deps: GuestsDeps
  readonly #limits: CallLimits
  readonly #guests = new Map<ProgramId, Guest>()

  constructor(deps: GuestsDeps) {
    this.#deps = deps
    this.#limits = new CallLimits(deps.clock)
  }

  handle(event: DomainEvent): void {
    if (event.kind !== 'messages-received') return
    for (const { waiting } of this.#guests.values())
      for (const { arrivals, wake } of waiting) if (arrivals?.(event.accountId)) wake()
  }

  /** Lets a call of a tool begin, with everything that holds for all of them: leave, limits, the lock, and that it is written down. */
  begin(id: ProgramId, tool: Pick<Tool, 'name' | 'scope'>): Begun | { ok: false; error: ToolError } {
    const { clock, programs } = this.#deps
    const program = programs.get(id)
    if (program === null) return { ok: false, error: new ToolError('not_allowed') }
    const begun = clock.monotonic()
    const write = (outcome: CallOutcome, code: string | null, accountId: AccountId | null) =>
      programs.called({
        ...{ programId: id, programName: program.name, tool: tool.name, accountId, outcome, code },
        at: clock.now(),
        durationMs: Math.round(clock.monotonic() - begun),
      })
    const refusal = this.#refusal(program, tool)
    const end = refusal === null ? this.#limits.begin(id) : null
    if (end === null) {
      const error = new ToolError(refusal ?? 'busy')
      write('refused', error.code, null)
      return { ok: false, error }
    }
    this.#guest(id)
    const refusalNow = () => this.#refusal(programs.get(id), tool)
    const over = (outcome: CallOutcome, code: string | null, accountId: AccountId | null) => {
      end()
      write(outcome, code, accountId)
    }
    return {
      ok: true,
      program,
      mayGoOn() {
        const code = refusalNow()
        if (code !== null) throw new ToolError(code)
      },
      answered(accountId) {
        // it may have been locked, or the program revoked, while this was read
        const code = refusalNow()
        if (code === null) over('answered', null, accountId)
        else over('failed', code, null)
        return code === null ? null : new ToolError(code)
      },
      failed: (error) => {
        const told = toldOf(error)
        if (told === null) this.#deps.failed(error)
        const failure = told ?? new ToolError('failed')
        over('failed', failure.code, null)
        return failure
      },
    }
  }

  /** Calls a tool here. */
  async call(id: ProgramId, tool: Tool, input: unknown, signal: AbortSignal): Promise<CallResult> {
    const begun = this.begin(id, tool)
    if (!begun.ok) return begun
    try {
      const answer = await tool.run(parsed(tool, input), this.#context(begun, signal))
      const refusal = begun.answered(answer.accountId)
      if (refusal !== null) return { ok: false, error: refusal }
      return { ok: true, result: answer.result, content: answer.content ?? [] }
    } catch (error) {
      return { ok: false, error: begun.failed(error) }
    }
  }

  #refusal(program: StoredProgram | null, tool: Pick<Tool, 'scope'>): 'not_allowed' | 'locked' | null {
    if (program === null || !reaches(program.scope, tool.scope)) return 'not_allowed'
    return this.#deps.isLocked() ? 'locked' : null
  }

  #context(begun: Begun, signal: AbortSignal): ToolContext {
    const { clock, proposals, files, logins, signOuts, show, view } = this.#deps
    const { program, mayGoOn } = begun
    const { id } = program
    return {
      ...{ program, proposals, files, logins, signOuts, signal, mayGoOn, show },
      view: new ProgramMediaView(program, view),
      ask: (name, input) => ask(this.#connection(id), name, input),
      changed: (ms, concerns) => this.#wait(id, ms, { changes: concerns }, signal).then(mayGoOn),
      arrived: (looked, ms) => this.arrived(begun, looked, ms, signal),
      states: async () => this.states(),
      plan: (draft) => ask(this.#connection(id), 'broadcasts.plan', this.paced(draft)),
      search: (input) => this.search(input),
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
    }
  }

  /** As `ReadContext` has it. */
  async arrived({ program, mayGoOn }: Begun, looked: number, ms: number, signal: AbortSignal): Promise<void> {
    const { id, accounts } = program
    const arrivals = (accountId: AccountId) => accounts === null || accounts.includes(accountId)
    // it was looked, and asked for this, in another thread: nobody is woken for what happened in between
    mayGoOn()
    if (this.#deps.view.stores.messages.newestPlace() > looked) return
    await this.#wait(id, ms, { arrivals }, signal)
    mayGoOn()
  }

  /** As `ReadContext` has them. */
  states(): ReadonlyMap<AccountId, SessionStatus> {
    return this.#deps.states()
  }

  /** At the operator's pace. */
  paced(draft: PlanDraft): PlanDraft & { paceMs: number } {
    return { ...draft, paceMs: this.#deps.paceMs() }
  }

  /** Over a connection that nobody else has: a search gives way when its page asks again. @throws ToolError for what fails there */
  async search(input: InputOf<'search.messages'>): Promise<OutputOf<'search.messages'>> {
    const apart = this.#deps.connect()
    try {
      return await ask(apart, 'search.messages', input)
    } finally {
      apart.close()
    }
  }

  #guest(id: ProgramId): Guest {
    const known = this.#guests.get(id)
    if (known !== undefined) return known
    const guest: Guest = { connection: null, waiting: new Set() }
    this.#guests.set(id, guest)
    return guest
  }

  #connection(id: ProgramId): AppConnection {
    const guest = this.#guest(id)
    if (guest.connection !== null) return guest.connection
    const connection = this.#deps.connect()
    guest.connection = connection
    connection.subscribe(({ changes }) => {
      for (const { changes: concerns, wake } of guest.waiting)
        if (concerns !== undefined && changes.some(concerns)) wake()
    })
    return connection
  }

  #wait(
    id: ProgramId,
    ms: number,
    concern: Pick<Waiting, 'changes' | 'arrivals'>,
    signal: AbortSignal,
  ): Promise<void> {
    const { waiting } = this.#guest(id)
    if (concern.changes !== undefined) this.#connection(id)
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#deps.clock.setTimeout(ms, resolve)
    const one = { ...concern, wake: resolve }
    waiting.add(one)
    const left = () => resolve()
    signal.addEventListener('abort', left, { once: true })
    if (signal.aborted) resolve()
    return promise.finally(() => {
      cancel()
      waiting.delete(one)
      signal.removeEventListener('abort', left)
    })
  }

  /** Has everybody who waits look again: they may be turned away now. */
  wake(): void {
    for (const { waiting } of this.#guests.values()) for (const { wake } of waiting) wake()
  }

  /** The program was revoked, or nobody may connect any more. */
  forget(id: ProgramId): void {
    const guest = this.#guests.get(id)
    this.#guests.delete(id)
    this.#limits.forget(id)
    this.#deps.logins.forget(id)
    this.#deps.signOuts.end(id)
    guest?.connection?.close()
    for (const { wake } of guest?.waiting ?? []) wake()
  }

  /** Nobody is connected any more. */
  close(): void {
    for (const id of [...this.#guests.keys()]) this.forget(id)
  }
}

async function ask<N extends RequestName>(
  connection: AppConnection,
  name: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const answer = await connection.request(name, input)
  if (!answer.ok) throw new ToolError(toolErrorOf(answer.error.code))
  // the router answers a request with what its handler gives
  return answer.value as OutputOf<N>
}
