import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What the next poll is answered. */
export const OrderMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('messages'),
    count: z.number(),
    bytesEach: z.number(),
    bytesPerSecond: z.number(),
  }),
  /** A list of `{}`. */
  z.object({ kind: z.literal('junk'), bytes: z.number() }),
])
export type OrderMessage = z.infer<typeof OrderMessage>

const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), url: z.string() }),
  z.object({ kind: z.literal('polled') }),
  /** The exchange of an ordered answer is over. */
  z.object({ kind: z.literal('delivered'), isWhole: z.boolean() }),
])
export type RoughReport = z.infer<typeof Report>

/** A server process that answers polls as ordered. */
export class RoughServer {
  readonly url: string
  readonly #child: ChildProcess
  polls = 0

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
    child.on('message', (message) => {
      if (Report.parse(message).kind === 'polled') this.polls += 1
    })
  }

  static async start(): Promise<RoughServer> {
    const child = fork(fileURLToPath(new URL('./server-process.ts', import.meta.url)))
    const [message] = await once(child, 'message')
    const first = Report.parse(message)
    if (first.kind !== 'listening') throw new Error('the server did not begin with its address')
    return new RoughServer(child, first.url)
  }

  /** Answers the next poll so; resolves with whether the whole answer was taken. */
  async answer(order: OrderMessage): Promise<boolean> {
    const delivered = new Promise<boolean>((resolve) => {
      const listen = (message: unknown): void => {
        const report = Report.parse(message)
        if (report.kind !== 'delivered') return
        this.#child.off('message', listen)
        resolve(report.isWhole)
      }
      this.#child.on('message', listen)
    })
    this.#child.send(order)
    return delivered
  }

  close(): void {
    this.#child.disconnect()
  }
}
