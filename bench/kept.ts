import { Collector } from './flood/collector.ts'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atMost } from './frame/figure.ts'
import { Side } from './frame/side.ts'
import type { ProductCalls, ServerCalls } from './polling/calls.ts'
import { until } from './polling/until.ts'

/**
 * What main keeps of a message, and where its memory settles: the flood's accounts at five times its pace, without a page,
 * so that what grew with every message would show soon.
 */

const FULL = { accounts: 200, perSecond: 1_000, seconds: 10, minutes: 2 }
const SHORT = { accounts: 4, perSecond: 40, seconds: 1, minutes: 0.05 }
/** Rounds before what is held is counted. */
const WARM_UPS = 2
/** As in the flood: a megabyte for the 12,000 messages of a minute. */
const KEPT_BAR = 1024 ** 2 / 12_000
const MEGABYTE = 1024 ** 2

export const kept: Bench = {
  name: 'kept',
  bar: null,
  title:
    'what main keeps of a message and where its memory settles, at 1,000 messages a second without a page',
  async run(way) {
    const { accounts, perSecond, seconds, ...scale } = way.isShort ? SHORT : FULL
    const rounds = Math.max(2, Math.ceil(((way.minutes ?? scale.minutes) * 60) / seconds))
    const messages = perSecond * seconds
    const server = new Side<ServerCalls>(new URL('./polling/server-process.ts', import.meta.url))
    const args = [await server.call('url', null)]
    const script = new URL('./polling/product-process.ts', import.meta.url)
    const product = new Side<ProductCalls>(script, { args })
    const resident = async () => (await product.call('resident', null)) / MEGABYTE
    const receive = async () => {
      await server.call('flood', { group: 'ours', accounts, messages, perSecond })
      if (!(await until(async () => (await product.call('arrived', null)) >= messages)))
        throw new Error('some messages were not stored')
      await product.call('take', null)
      return await resident()
    }
    try {
      await product.call('bind', { group: 'ours', accounts })
      const collector = await Collector.of(await product.call('pid', null))
      const held = async () => {
        await collector.collect()
        return await resident()
      }
      for (let round = 0; round < WARM_UPS; round += 1) await receive()
      const before = await held()
      const rises: number[] = []
      for (let round = 0; round < rounds; round += 1) rises.push(await receive())
      const after = await held()
      collector.close()
      way.say(`resident every ${seconds} s: ${rises.map((one) => one.toFixed(0)).join(' ')} MB`)
      way.say(`held ${before.toFixed(1)} → ${after.toFixed(1)} MB`)
      await product.call('stop', null)
      const half = Math.ceil(rounds / 2)
      const most = (of: readonly number[]) => Math.max(...of)
      const told = (what: string, ours: number) => amountFigure({ what, unit: 'MB', ours, bar: null })
      return [
        amountFigure({
          what: `kept of a message, of ${messages * rounds}`,
          unit: 'bytes',
          ours: ((after - before) * MEGABYTE) / (messages * rounds),
          bar: atMost(Math.round(KEPT_BAR), 'bytes'),
        }),
        told('held', after),
        told('resident at most, first half', most(rises.slice(0, half))),
        told('resident at most, second half', most(rises.slice(half))),
      ]
    } finally {
      await Promise.all([product.end(), server.end()])
    }
  },
}
