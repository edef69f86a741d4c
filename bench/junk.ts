import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { RoughServer } from './rough/server.ts'

/** Answers full of `{}`: how long main answers nobody, what they cost, and whether SIGTERM is heard meanwhile (P20, P11). */

const MEGABYTES = [0.3, 3, 12]
const BARS = { longestMs: 100, extraMegabytes: 120, endMs: 5_000 }

export const JunkReport = z.object({
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

export async function benchJunk(): Promise<boolean> {
  const rows: Record<string, Record<string, number>> = {}
  let isGood = true
  for (const megabytes of MEGABYTES) {
    const { seconds, longestMs, extraMegabytes, counted, kept } = await measure(megabytes)
    isGood &&= longestMs <= BARS.longestMs && extraMegabytes <= BARS.extraMegabytes
    rows[`${megabytes} MB of {}`] = {
      'until stored, s': Number(seconds.toFixed(2)),
      'longest without an answer, ms': Math.round(longestMs),
      'extra memory, MB': Math.round(extraMegabytes),
      counted,
      'kept raw': kept,
    }
  }
  const endMs = await measureEnd(12)
  console.log('\nOne answer of junk; main is asked every 2 ms meanwhile\n')
  console.table(rows)
  console.log(`SIGTERM right after 12 MB of it had left the server: ended after ${Math.round(endMs)} ms`)
  return isGood && endMs <= BARS.endMs
}
