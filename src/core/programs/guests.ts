import type { z } from 'zod'
import type { AppConnection } from '#core/app-surface.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { type CallOutcome, type ProgramId, reaches } from '#shared/model/program.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { CallLimits } from './call-limits.ts'
import type { Logins } from './logins.ts'
import type { ProgramFiles } from './program-files.ts'
import { ProgramView, type ProgramViewDeps } from './program-view.ts'
import type { Programs } from './programs.ts'
import type { Proposals } from './proposals.ts'
import type { SignOuts } from './sign-outs.ts'
import type { BesideResult, Tool, ToolContext } from './tool.ts'
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
  view: ProgramViewDeps
  isLocked(): boolean
  /** A connection like a page's. */
  connect(): AppConnection
  /** A failure that has no code of its own. */
  failed(error: unknown): void
}

/** How a call ended: the structured result with what goes beside it, or an error with words. */
export type CallResult =
  | { ok: true; result: Record<string, unknown>; content: BesideResult[] }
  | { ok: false; error: ToolError }

/** One program's connection to the product, and who waits for something to change. */
interface Guest {
  connection: AppConnection
  waiting: Set<Waiting>
}

/** Somebody who waits for something to change, which is their concern or not. */
interface Waiting {
  concerns(change: Change): boolean
  wake(): void
}

/**
 * The programs that are connected. Each has one connection like a page's, with a pace and watches of its own, whatever
 * way it comes in by; and every call of a tool goes through `call`.
 */
export class Guests {
  readonly #deps: GuestsDeps
  readonly #limits: CallLimits
  readonly #guests = new Map<ProgramId, Guest>()

  constructor(deps: GuestsDeps) {
    this.#deps = deps
    this.#limits = new CallLimits(deps.clock)
  }

  /** Calls a tool, with everything that holds for all of them: leave, limits, the lock, and that it is written down. */
  async call(id: ProgramId, tool: Tool, input: unknown, signal: AbortSignal): Promise<CallResult> {
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
    try {
      const parsed = tool.input.safeParse(input)
      if (!parsed.success) throw new ToolError('bad_input', problemsOf(parsed.error))
      const context = this.#context(program, tool, signal)
      const { result, accountId, content } = await tool.run(parsed.data, context)
      // it may have been locked, or the program revoked, while this was read
      context.mayGoOn()
      write('answered', null, accountId)
      return { ok: true, result, content: content ?? [] }
    } catch (error) {
      const told = toldOf(error)
      if (told === null) this.#deps.failed(error)
      const failure = told ?? new ToolError('failed')
      write('failed', failure.code, null)
      return { ok: false, error: failure }
    } finally {
      end()
    }
  }

  #refusal(program: StoredProgram | null, tool: Tool): 'not_allowed' | 'locked' | null {
    if (program === null || !reaches(program.scope, tool.scope)) return 'not_allowed'
    return this.#deps.isLocked() ? 'locked' : null
  }

  #context(program: StoredProgram, tool: Tool, signal: AbortSignal): ToolContext {
    const { clock, connect, programs, proposals, files, logins, signOuts, show, view } = this.#deps
    const guest = this.#guest(program.id)
    const mayGoOn = () => {
      const refusal = this.#refusal(programs.get(program.id), tool)
      if (refusal !== null) throw new ToolError(refusal)
    }
    return {
      ...{ program, proposals, files, logins, signOuts, signal, mayGoOn, show },
      view: new ProgramView(program, view),
      ask: (name, input) => ask(guest.connection, name, input),
      async askApart(use) {
        const apart = connect()
        try {
          return await use((name, input) => ask(apart, name, input))
        } finally {
          apart.close()
        }
      },
      changed: (ms, concerns) => this.#changed(guest, ms, concerns, signal).then(mayGoOn),
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
    }
  }

  #guest(id: ProgramId): Guest {
    const known = this.#guests.get(id)
    if (known !== undefined) return known
    const connection = this.#deps.connect()
    const waiting = new Set<Waiting>()
    connection.subscribe(({ changes }) => {
      for (const { concerns, wake } of waiting) if (changes.some(concerns)) wake()
    })
    const guest = { connection, waiting }
    this.#guests.set(id, guest)
    return guest
  }

  #changed(
    { waiting }: Guest,
    ms: number,
    concerns: Waiting['concerns'],
    signal: AbortSignal,
  ): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#deps.clock.setTimeout(ms, resolve)
    const one = { concerns, wake: resolve }
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
    guest?.connection.close()
    for (const { wake } of guest?.waiting ?? []) wake()
  }

  /** Nobody is connected any more. */
  close(): void {
    for (const id of [...this.#guests.keys()]) this.forget(id)
  }
}

/** What a failure is called for programs; null for one that has no name. */
function toldOf(error: unknown): ToolError | null {
  if (error instanceof ToolError) return error
  return error instanceof AppError ? new ToolError(toolErrorOf(error.code)) : null
}

/** Which inputs are wrong and how, by their names and without what was in them. */
function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ')
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
