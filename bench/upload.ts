import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { percentile } from './frame/percentile.ts'
import { SimulatorProcess } from './simulator-process.ts'
import type { Order } from './upload-way.ts'

/** B4: a file of 100 MB, ours beside a streaming cipher and beside the whole file in memory. */

const MEGABYTES = 100
const ROUNDS = 5
const BARS = { throughput: 0.8, extraMegabytes: 80, loopDelayMs: 10 }

const Result = z.object({
  seconds: z.array(z.number()),
  extraMegabytes: z.number(),
  loopDelayP99: z.number(),
})
type Result = z.infer<typeof Result>

const Bound = z.object({
  bound: z.object({ botToken: z.string(), botId: z.string(), userId: z.string(), baseUrl: z.string() }),
})

const WAY = fileURLToPath(new URL('./upload-way.ts', import.meta.url))

/** Resolves with the next message of a child that the schema takes. */
async function next<T>(child: ChildProcess, schema: z.ZodType<T>): Promise<T> {
  while (true) {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`a way of uploading ended early (${code})`)
      }),
    ])
    const read = schema.safeParse(message)
    if (read.success) return read.data
  }
}

function start(order: Order): ChildProcess {
  return fork(WAY, [JSON.stringify(order)], { execArgv: ['--expose-gc'] })
}

/** Runs one way with an idle process beside it, whose event loop is the floor of the delay. */
async function run(
  simulator: SimulatorProcess,
  order: Omit<Order, 'bound'>,
): Promise<Result & { idleP99: number }> {
  const account = order.way
  const { bound } = Bound.parse(await simulator.call('addAccount', { account, bound: true }))
  await simulator.call('inject', { account, text: 'before' })
  const idle = start({ ...order, bound, way: 'idle' })
  await next(idle, z.literal('ready'))
  const child = start({ ...order, bound })
  const result = await next(child, Result)
  idle.send('over')
  const { loopDelayP99: idleP99 } = await next(idle, Result)
  return { ...result, idleP99 }
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** Whether all bars of B4 hold. */
export async function benchUpload(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
  const file = path.join(folder, 'large.bin')
  const small = path.join(folder, 'small.bin')
  writeFileSync(file, randomBytes(MEGABYTES * 1024 * 1024))
  writeFileSync(small, randomBytes(1024 * 1024))
  const simulator = await SimulatorProcess.start()
  try {
    const { url, cdnUrl } = simulator
    const order = { url, cdnUrl, file, small, rounds: ROUNDS }
    const floor = await run(simulator, { ...order, way: 'stream' })
    const ours = await run(simulator, { ...order, way: 'linkboard' })
    const whole = await run(simulator, { ...order, way: 'whole' })
    const rate = ({ seconds }: Result) => MEGABYTES / percentile(seconds, 0.5)
    const rows = { 'streaming cipher (floor)': floor, Linkboard: ours, 'whole file in memory': whole }
    console.log(`\nB4: a file of ${MEGABYTES} MB, from "uploading" to done, median of ${ROUNDS}\n`)
    console.table(
      Object.fromEntries(
        Object.entries(rows).map(([name, row]) => [
          name,
          {
            'MB/s': rounded(rate(row), 0),
            'of the floor': rounded(rate(row) / rate(floor), 2),
            'extra memory MB': rounded(row.extraMegabytes, 0),
            'loop delay p99 ms': rounded(row.loopDelayP99, 2),
            'idle beside it ms': rounded(row.idleP99, 2),
          },
        ]),
      ),
    )
    const holds =
      rate(ours) / rate(floor) >= BARS.throughput &&
      ours.extraMegabytes <= BARS.extraMegabytes &&
      ours.loopDelayP99 - ours.idleP99 <= BARS.loopDelayMs
    console.log(holds ? 'B4 holds' : 'B4 does NOT hold')
    return holds
  } finally {
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
