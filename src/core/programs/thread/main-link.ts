import { ToolError } from '../tool-error.ts'
import type { Answer, FromServer, Question, QuestionName, Questions } from './protocol.ts'

/** What the thread that serves programs asks main by. */
export class MainLink {
  readonly #say: (message: FromServer) => void
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  constructor(say: (message: FromServer) => void) {
    this.#say = say
  }

  /**
   * @param signal aborted when nobody waits for the answer any more; main is told so, and answers when it likes
   * @throws ToolError as main says
   */
  async ask<N extends QuestionName>(
    name: N,
    input: Questions[N]['input'],
    signal?: AbortSignal,
  ): Promise<Questions[N]['output']> {
    this.#lastId += 1
    const id = this.#lastId
    const answered = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answered)
    this.#say({ kind: 'question', id, question: { name, input } as Question })
    const giveUp = () => this.#say({ kind: 'given-up', id })
    signal?.addEventListener('abort', giveUp, { once: true })
    if (signal?.aborted) giveUp()
    try {
      return (await answered.promise) as Questions[N]['output']
    } finally {
      signal?.removeEventListener('abort', giveUp)
    }
  }

  take(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (answer.ok) waiting?.resolve(answer.output)
    else waiting?.reject(new ToolError(answer.error.code, answer.error.detail))
  }
}
