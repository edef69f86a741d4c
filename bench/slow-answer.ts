import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createNodeHttp } from '#core/net/http.ts'
import { createBenchApp } from './bench-app.ts'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atMost, type Figure } from './frame/figure.ts'
import { RoughServer } from './rough/server.ts'
import { countStored } from './stored.ts'

const FULL = 100
const SHORT = 10
const BYTES_EACH = 31_000
/** 60 KB/s and a hold of 35 s, brought down to a hold of 1 s: as much longer than the whole limit of before. */
const BYTES_PER_SECOND = 340_000
const STORED_WITHIN_MS = 5_000

async function measure(folder: string, server: RoughServer, messages: number): Promise<Figure[]> {
  const http = createNodeHttp()
  const app = createBenchApp({ folder, server: { url: server.url, cdnUrl: `${server.url}/c2c` }, http })
  try {
    app.start()
    const adopted = { token: 'bench@im.bot:token', botId: 'bench@im.bot', ownerUserId: null }
    await app.adopt({ ...adopted, baseUrl: server.url }, { alias: null, contacts: [] })
    // the first answer names the short hold
    while (server.polls < 2) await delay(20)
    const began = performance.now()
    const isWhole = await server.answer({
      ...{ kind: 'messages', count: messages },
      ...{ bytesEach: BYTES_EACH, bytesPerSecond: BYTES_PER_SECOND },
    })
    const seconds = (performance.now() - began) / 1000
    let stored = await countStored(app)
    for (let waited = 0; stored.distinct < messages && waited < STORED_WITHIN_MS; waited += 100) {
      await delay(100)
      stored = await countStored(app)
    }
    const none = atMost(0, '')
    return [
      amountFigure({
        what: `until ${messages} messages had left the server`,
        unit: 's',
        ours: seconds,
        bar: null,
      }),
      amountFigure({ what: 'answers broken off', unit: '', ours: isWhole ? 0 : 1, bar: null }),
      amountFigure({ what: 'messages lost', unit: '', ours: messages - stored.distinct, bar: none }),
      amountFigure({ what: 'messages twice', unit: '', ours: stored.stored - stored.distinct, bar: none }),
    ]
  } finally {
    await app.stop()
    await http.close()
  }
}

/** A batch that takes longer to arrive than a poll may take to begin, from a server that forgets it (P20). */
export const slowAnswer: Bench = {
  name: 'slow-answer',
  bar: null,
  title: 'an answer that takes longer to arrive than a poll may take to begin, from a server that forgets it',
  async run({ isShort }) {
    const server = await RoughServer.start()
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
    try {
      return await measure(folder, server, isShort ? SHORT : FULL)
    } finally {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
