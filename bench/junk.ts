import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atMost, type Figure } from './frame/figure.ts'
import { RoughServer } from './rough/server.ts'

const FULL = [0.3, 3, 12]
const SHORT = [0.3]
const BARS = { longestMs: 100, extraMegabytes: 120, endMs: 5_000 }

const JunkReport = z.object({
  seconds: z.number(),
  longestMs: z.number(),
  extraMegabytes: z.number(),
  counted: z.number(),
  kept: z.number(),
})

/** The product in a process of its own, so that each size begins with a fresh one. */
function startApp(url: string): ChildProcess {
  return fork(fileURLToPath(new URL('./rough/junk-app.ts', import.meta.url)), [url])
}

async function measure(megabytes: number): Promise<z.infer<typeof JunkReport>> {
  const server = await RoughServer.start()
  const app = startApp(server.url)
  await once(app, 'message')
  void server.answer({ kind: 'junk', bytes: megabytes * 1e6 })
  const [message] = await once(app, 'message')
  app.kill()
  server.close()
  return JunkReport.parse(message)
}

/** How long the product takes to end by SIGTERM half a second into an answer, in ms. */
async function measureEnd(megabytes: number): Promise<number> {
  const server = await RoughServer.start()
  const app = startApp(server.url)
  await once(app, 'message')
  await server.answer({ kind: 'junk', bytes: megabytes * 1e6 })
  const began = performance.now()
  app.kill('SIGTERM')
  await once(app, 'exit')
  server.close()
  return performance.now() - began
}

function figuresOf(megabytes: number, report: z.infer<typeof JunkReport>): Figure[] {
  const junk = `${megabytes} MB of {}`
  return [
    amountFigure({
      ...{ what: `${junk}: longest without an answer`, unit: 'ms', ours: report.longestMs },
      bar: atMost(BARS.longestMs, 'ms'),
    }),
    amountFigure({
      ...{ what: `${junk}: extra memory`, unit: 'MB', ours: report.extraMegabytes },
      bar: atMost(BARS.extraMegabytes, 'MB'),
    }),
    amountFigure({ what: `${junk}: until counted`, unit: 's', ours: report.seconds, bar: null }),
  ]
}

/** Answers full of `{}`: how long main answers nobody, what they cost, and whether SIGTERM is heard meanwhile (P20, P11). */
export const junk: Bench = {
  name: 'junk',
  bar: null,
  title: 'one answer of junk; main is asked every 2 ms meanwhile',
  async run({ isShort, say }) {
    const sizes = isShort ? SHORT : FULL
    const figures: Figure[] = []
    for (const megabytes of sizes) {
      const report = await measure(megabytes)
      say(`${megabytes} MB: ${report.counted} counted, ${report.kept} kept raw`)
      figures.push(...figuresOf(megabytes, report))
    }
    const endMs = await measureEnd(sizes.at(-1) ?? 0)
    const what = 'until ended by SIGTERM amid an answer'
    return [...figures, amountFigure({ what, unit: 'ms', ours: endMs, bar: atMost(BARS.endMs, 'ms') })]
  },
}
