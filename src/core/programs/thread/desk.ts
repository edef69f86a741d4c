import type { PlanRequest } from '#core/broadcast/plan-request.ts'
import type { MediaId } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'
import { toldOf } from '../call.ts'
import type { Begun, Guests } from '../guests.ts'
import type { Programs } from '../programs.ts'
import { RESOURCES } from '../resources.ts'
import type { PlanDraft, Tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { TOOLS } from '../tools/index.ts'
import type { Answer, CallNumber, Question, QuestionName, Questions } from './protocol.ts'

type Output = Questions[QuestionName]['output']

export interface DeskDeps {
  guests: Pick<Guests, 'begin' | 'call' | 'arrived' | 'search' | 'paced' | 'states'>
  programs: Pick<Programs, 'cursorOf' | 'setCursor'>
  /** What a plan is made from. */
  planRequest(draft: PlanDraft & { paceMs: number }): PlanRequest
  /** What is being fetched right now. */
  loading(): readonly MediaId[]
  /** A failure that has no code of its own. */
  failed(error: unknown): void
}

/** What main answers the thread that serves programs. Each question takes a few hundredths of a millisecond. */
export class Desk {
  readonly #deps: DeskDeps
  readonly #onMain: ReadonlyMap<string, Tool>
  readonly #calls = new Map<CallNumber, Begun>()
  /** Questions that are being answered. */
  readonly #asked = new Map<number, AbortController>()
  #lastCall: CallNumber = 0

  constructor(deps: DeskDeps) {
    this.#deps = deps
    const all = [...TOOLS, ...RESOURCES.map(({ read }) => read)]
    this.#onMain = new Map(all.filter(({ runs }) => runs === 'on-main').map((tool) => [tool.name, tool]))
  }

  async answer(id: number, question: Question): Promise<Answer> {
    const givenUp = new AbortController()
    this.#asked.set(id, givenUp)
    try {
      return { ok: true, output: await this.#output(question, givenUp.signal) }
    } catch (error) {
      const told = toldOf(error)
      if (told === null) this.#deps.failed(error)
      const { code, detail } = told ?? new ToolError('failed')
      return { ok: false, error: { code, detail } }
    } finally {
      this.#asked.delete(id)
    }
  }

  giveUp(id: number): void {
    this.#asked.get(id)?.abort()
  }

  /** The thread has ended: nobody waits for anything. */
  close(): void {
    for (const begun of this.#calls.values()) begun.failed(new ToolError('failed'))
    this.#calls.clear()
    for (const givenUp of this.#asked.values()) givenUp.abort()
  }

  #output(question: Question, signal: AbortSignal): Output | Promise<Output> {
    const { guests, planRequest } = this.#deps
    switch (question.name) {
      case 'begin':
        return this.#begin(question.input)
      case 'answered':
        return this.#answered(question.input)
      case 'failed': {
        const { call, error } = question.input
        this.#end(call).failed(new ToolError(error.code, error.detail))
        return null
      }
      case 'may-go-on':
        this.#begun(question.input.call).mayGoOn()
        return null
      case 'arrived': {
        const { call, looked, ms } = question.input
        return guests.arrived(this.#begun(call), looked, ms, signal).then(() => null)
      }
      case 'states':
        return guests.states()
      case 'plan':
        return planRequest(guests.paced(question.input))
      case 'search':
        return guests.search(question.input)
      case 'call':
        return this.#call(question.input, signal)
      default:
        return unreachable(question)
    }
  }

  #begin({ program, tool }: Questions['begin']['input']): Questions['begin']['output'] {
    const { guests, programs, loading } = this.#deps
    const begun = guests.begin(program, tool)
    if (!begun.ok) throw begun.error
    this.#lastCall += 1
    this.#calls.set(this.#lastCall, begun)
    return { call: this.#lastCall, cursor: programs.cursorOf(program), loading: loading() }
  }

  #answered({ call, accountId, cursor }: Questions['answered']['input']): null {
    const begun = this.#end(call)
    const refusal = begun.answered(accountId)
    if (refusal !== null) throw refusal
    if (cursor !== null) this.#deps.programs.setCursor(begun.program.id, cursor)
    return null
  }

  async #call(
    { program, tool: name, input }: Questions['call']['input'],
    signal: AbortSignal,
  ): Promise<Questions['call']['output']> {
    const tool = this.#onMain.get(name)
    if (tool === undefined) throw new ToolError('failed')
    const answer = await this.#deps.guests.call(program, tool, input, signal)
    if (!answer.ok) throw answer.error
    return { result: answer.result, content: answer.content }
  }

  #begun(call: CallNumber): Begun {
    const begun = this.#calls.get(call)
    // the door was closed meanwhile
    if (begun === undefined) throw new ToolError('failed')
    return begun
  }

  #end(call: CallNumber): Begun {
    const begun = this.#begun(call)
    this.#calls.delete(call)
    return begun
  }
}
