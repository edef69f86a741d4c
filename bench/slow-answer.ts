import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createNodeHttp } from '#core/net/http.ts'
import { createBenchApp } from './bench-app.ts'
import { RoughServer } from './rough/server.ts'
import { countStored } from './stored.ts'

/** A batch that takes longer to arrive than a poll may take to begin, from a server that forgets it (P20). */

const MESSAGES = 100
const BYTES_EACH = 31_000
/** 60 KB/s and a hold of 35 s, brought down to a hold of 1 s: as much longer than the whole limit of before. */
const BYTES_PER_SECOND = 340_000
const STORED_WITHIN_MS = 5_000

export async function benchSlowAnswer(): Promise<boolean> {
  const server = await RoughServer.start()
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
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
      kind: 'messages',
      count: MESSAGES,
      bytesEach: BYTES_EACH,
      bytesPerSecond: BYTES_PER_SECOND,
    })
    const seconds = (performance.now() - began) / 1000
    let stored = await countStored(app)
    for (let waited = 0; stored.distinct < MESSAGES && waited < STORED_WITHIN_MS; waited += 100) {
      await delay(100)
      stored = await countStored(app)
    }
    console.log(
      `\n${MESSAGES} messages of ${BYTES_EACH / 1000} KB at ${BYTES_PER_SECOND / 1000} KB/s, from a server that forgets\n`,
    )
    console.table({
      Linkboard: {
        'took, s': Number(seconds.toFixed(1)),
        'answer taken whole': isWhole,
        stored: stored.distinct,
        lost: MESSAGES - stored.distinct,
      },
    })
    return stored.distinct === MESSAGES && stored.stored === MESSAGES
  } finally {
    await app.stop()
    await http.close()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
