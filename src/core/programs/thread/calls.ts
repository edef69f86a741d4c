import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { ProgramId } from '#shared/model/program.ts'
import { type CallResult, parsed, toldOf } from '../call.ts'
import { ProgramView } from '../program-view.ts'
import type { ReadContext, ReadTool, Tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import type { MainLink } from './main-link.ts'
import type { Questions } from './protocol.ts'
import { type SeenStores, viewsOf } from './seen-stores.ts'

export interface CallsDeps {
  clock: Clock
  link: Pick<MainLink, 'ask'>
  stores: SeenStores
  /** Over this thread's own connection. */
  reads: Pick<Reads, 'run'>
  /** A failure that has no code of its own. */
  failed(error: unknown): void
}

/** How accounts stand is asked for where it is told. */
const NOT_ASKED: SessionStatus = { state: 'connecting', since: 0, reason: null }

/**
 * Calls of tools in the thread that serves programs. What only reads is answered from its own connection; main lets each
 * call begin and its answer out, and is asked for nothing else but what the database does not know.
 */
export class Calls {
  readonly #deps: CallsDeps
  readonly #running = new Set<Promise<CallResult>>()

  constructor(deps: CallsDeps) {
    this.#deps = deps
  }

  call(id: ProgramId, tool: Tool, input: unknown, signal: AbortSignal): Promise<CallResult> {
    const running = this.#call(id, tool, input, signal)
    this.#running.add(running)
    return running.finally(() => this.#running.delete(running))
  }

  /** Settles once no call is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #call(id: ProgramId, tool: Tool, input: unknown, signal: AbortSignal): Promise<CallResult> {
    try {
      const answer =
        tool.runs === 'apart'
          ? await this.#read(id, tool, input, signal)
          : await this.#deps.link.ask('call', { program: id, tool: tool.name, input }, signal)
      return { ok: true, ...answer }
    } catch (error) {
      return { ok: false, error: this.#told(error) }
    }
  }

  /** @throws ToolError; whatever else is thrown has been told of */
  async #read(
    id: ProgramId,
    tool: ReadTool,
    input: unknown,
    signal: AbortSignal,
  ): Promise<Questions['call']['output']> {
    const { link } = this.#deps
    const { name, scope } = tool
    const begun = await link.ask('begin', { program: id, tool: { name, scope } })
    const { call } = begun
    const looked = { cursor: begun.cursor }
    const run = async () => tool.run(parsed(tool, input), this.#context(id, begun, looked, signal))
    const { result, content, accountId } = await run().catch(async (error: unknown) => {
      const { code, detail } = this.#told(error)
      await link.ask('failed', { call, error: { code, detail } })
      throw new ToolError(code, detail)
    })
    const cursor = looked.cursor > begun.cursor ? looked.cursor : null
    await link.ask('answered', { call, accountId, cursor })
    return { result, content: content ?? [] }
  }

  #told(error: unknown): ToolError {
    const told = toldOf(error)
    if (told === null) this.#deps.failed(error)
    return told ?? new ToolError('failed')
  }

  #context(
    id: ProgramId,
    { call, loading }: Questions['begin']['output'],
    looked: { cursor: number },
    signal: AbortSignal,
  ): ReadContext {
    const { clock, link, reads, stores } = this.#deps
    const program = stores.programs.get(id)
    // it was revoked since
    if (program === null) throw new ToolError('not_allowed')
    const cursors = {
      cursorOf: () => looked.cursor,
      setCursor(_: ProgramId, place: number) {
        looked.cursor = Math.max(looked.cursor, place)
      },
    }
    return {
      ...{ program, signal },
      view: new ProgramView(program, {
        ...{ stores, reads, cursors, views: viewsOf(stores, loading) },
        statusOf: () => NOT_ASKED,
      }),
      states: () => link.ask('states', null),
      plan: async (draft) => reads.run('broadcast-plan', await link.ask('plan', draft)),
      search: (input) => link.ask('search', input),
      async arrived(looked, ms) {
        await link.ask('arrived', { call, looked, ms }, signal)
      },
      async mayGoOn() {
        await link.ask('may-go-on', { call })
      },
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
    }
  }
}
