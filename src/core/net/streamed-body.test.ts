import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { CHUNKS_THAT_HOLD } from '../ilink/ports.ts'
import { createNodeHttp } from './http.ts'
import { SELF_MADE } from './testing.ts'

const CHUNK_BYTES = 256 * 1024
const COUNT = 64

const SERVERS = {
  http: (answer: RequestListener) => createServer(answer),
  https: (answer: RequestListener) => createSecureServer(SELF_MADE, answer),
} as const

/** Chunks that differ, each written over as soon as it may be. */
class Source {
  asked = 0
  readonly #sha256 = createHash('sha256')
  readonly #buffers = Array.from({ length: CHUNKS_THAT_HOLD }, () => Buffer.alloc(CHUNK_BYTES))

  async *stream(): AsyncGenerator<Uint8Array> {
    for (const n of Array(COUNT).keys()) {
      this.asked += 1
      const chunk = this.#buffers[n % CHUNKS_THAT_HOLD]?.fill(n) ?? Buffer.alloc(0)
      this.#sha256.update(chunk)
      yield chunk
    }
  }

  digest(): string {
    return this.#sha256.digest('hex')
  }

  /** Resolves once nothing more has been asked for during many turns: all that lies on the way is full. */
  async still(): Promise<void> {
    let before = -1
    for (let turns = 0; turns < 50; turns += 1) {
      if (this.asked !== before) turns = 0
      before = this.asked
      await setImmediate()
    }
  }
}

async function readWithBreaks(request: IncomingMessage, source: Source): Promise<string> {
  const sha256 = createHash('sha256')
  let [size, next] = [0, 0]
  for await (const chunk of request) {
    if (size >= next) {
      await source.still()
      next += 8 * CHUNK_BYTES
    }
    sha256.update(chunk)
    size += chunk.length
  }
  return sha256.digest('hex')
}

describe('a streamed body', () => {
  it.each(['http', 'https'] as const)(
    'arrives over %s as it left, though its chunks are written over while the server lets it wait',
    async (kind) => {
      const source = new Source()
      const arrived = Promise.withResolvers<string>()
      const server = SERVERS[kind]((request, response) => {
        readWithBreaks(request, source).then(arrived.resolve, arrived.reject)
        request.on('end', () => response.end())
      })
      server.listen(0, 'localhost')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const http = createNodeHttp({ certificates: () => [SELF_MADE.cert] })
      try {
        const response = await http.fetch({
          ...{ url: `${kind}://localhost:${port}/`, method: 'POST', headers: {}, lane: 'media' },
          body: { size: COUNT * CHUNK_BYTES, stream: () => source.stream() },
          ...{ signal: new AbortController().signal, timeoutMs: 60_000 },
        })
        await response.discard()
        expect(await arrived.promise).toBe(source.digest())
      } finally {
        await http.close()
        server.closeAllConnections()
        server.close()
      }
    },
  )
})
