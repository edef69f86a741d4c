import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atLeast, atMost, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { SimulatorProcess } from './simulator-process.ts'
import { Bound, type Order } from './upload/messages.ts'
import { Way } from './upload/way.ts'

const FULL = { megabytes: 100, rounds: 7 }
const SHORT = { megabytes: 4, rounds: 1 }
const BARS = { throughput: 0.8, extraMegabytes: 80, loopDelayMs: 10 }

const Added = z.object({ bound: Bound })

/** A way with an account of its own, to which somebody has written. */
async function start(
  simulator: SimulatorProcess,
  way: Order['way'],
  files: Pick<Order, 'file' | 'small'>,
): Promise<Way> {
  const { bound } = Added.parse(await simulator.call('addAccount', { account: way, bound: true }))
  await simulator.call('inject', { account: way, text: 'before' })
  return await Way.start({ way, bound, url: simulator.url, cdnUrl: simulator.cdnUrl, ...files })
}

/** B4: a file from `uploading` to done. */
export const upload: Bench = {
  name: 'upload',
  bar: 'B4',
  title: 'a file of 100 MB, beside a streaming cipher piped into the same upload',
  async run({ isShort }) {
    const { megabytes, rounds } = isShort ? SHORT : FULL
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
    const files = { file: path.join(folder, 'large.bin'), small: path.join(folder, 'small.bin') }
    writeFileSync(files.file, randomBytes(megabytes * 1024 ** 2))
    writeFileSync(files.small, randomBytes(1024 ** 2))
    const simulator = await SimulatorProcess.start()
    const ways: Way[] = []
    try {
      const begin = async (way: Order['way']) => {
        const begun = await start(simulator, way, files)
        ways.push(begun)
        return begun
      }
      const bare = await begin('bare')
      const product = await begin('product')
      const idle = await begin('idle')
      const perSecond = async (way: Way) => megabytes / (await way.round())
      const sides = await inTurns(
        { rounds, warmUps: 1 },
        () => perSecond(bare),
        async () => {
          idle.tell('round')
          const rate = await perSecond(product)
          idle.tell('rest')
          return rate
        },
      )
      const [floor, ours, beside] = [await bare.sum(), await product.sum(), await idle.sum()]
      const { throughput, extraMegabytes, loopDelayMs } = BARS
      return [
        ratioFigure({
          ...{ what: `throughput of ${megabytes} MB`, unit: 'MB/s', at: 'p50', bar: atLeast(throughput) },
          ...{ floor: spreadOf(sides.floor), ours: spreadOf(sides.ours) },
        }),
        amountFigure({
          ...{ what: 'extra memory', unit: 'MB', ours: ours.extraMegabytes },
          bar: atMost(extraMegabytes, 'MB'),
        }),
        amountFigure({
          what: 'extra memory of the floor',
          unit: 'MB',
          ours: floor.extraMegabytes,
          bar: null,
        }),
        amountFigure({
          ...{
            what: 'loop delay beyond an idle process',
            unit: 'ms',
            at: 'p99',
            bar: atMost(loopDelayMs, 'ms'),
          },
          ...{ floor: beside.loopDelay, ours: ours.loopDelay },
        }),
      ]
    } finally {
      for (const way of ways) await way.close()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
