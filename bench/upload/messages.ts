import { z } from 'zod'

/** What a process that uploads, or that idles beside one, is told at its start. */
export interface Order {
  readonly way: 'product' | 'bare' | 'idle'
  readonly url: string
  readonly cdnUrl: string
  readonly bound: z.infer<typeof Bound>
  /** Uploaded before anything is measured. */
  readonly small: string
  readonly file: string
}

/** An account of the simulator that is signed in. */
export const Bound = z.object({
  botToken: z.string(),
  botId: z.string(),
  userId: z.string(),
  baseUrl: z.string(),
})

/** What it is asked: one upload, or only to watch its loop until it may rest; then what came of all. */
export type ToWay = 'round' | 'rest' | 'sum'

const Spread = z.object({ count: z.number(), p50: z.number(), p95: z.number(), p99: z.number() })

export const FromWay = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('round'), seconds: z.number() }),
  z.object({
    kind: z.literal('sum'),
    /** Most resident memory above what stood there before the first round. */
    extraMegabytes: z.number(),
    /** Delay of the event loop while it uploaded, or watched, in ms. */
    loopDelay: Spread,
  }),
])
export type FromWay = z.infer<typeof FromWay>
