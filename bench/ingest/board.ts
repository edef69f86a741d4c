import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { HttpRequest, HttpResponse } from '#core/ilink/ports.ts'
import type { NodeHttp } from '#core/net/http.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { createBenchApp } from '../bench-app.ts'
import { BOT_ID, type Waiting } from './answers.ts'
import type { Stored } from './bare-database.ts'

const SERVER = 'http://127.0.0.1:9'
const Poll = z.object({ get_updates_buf: z.string() })

function answerOf(bytes: Buffer): HttpResponse {
  return {
    status: 200,
    headers: { get: () => null },
    body: (async function* () {
      yield bytes
    })(),
    discard: () => Promise.resolve(),
  }
}

/** A server in memory: each poll gets the answer that its cursor asks for, and the one behind the last none. */
class InMemory implements NodeHttp {
  readonly #waiting: Waiting
  readonly #ended = Promise.withResolvers<Omit<Stored, 'file'>>()
  #began: { at: number; used: NodeJS.CpuUsage } | null = null

  constructor(waiting: Waiting) {
    this.#waiting = waiting
  }

  /** From the first poll to the one that follows the last answer, by when all is committed (P1). */
  get reached(): Promise<Omit<Stored, 'file'>> {
    return this.#ended.promise
  }

  async fetch({ url, body, signal }: HttpRequest): Promise<HttpResponse> {
    if (!url.endsWith('/getupdates')) return answerOf(Buffer.from('{"ret":0}'))
    const { get_updates_buf: cursor } = Poll.parse(JSON.parse(String(body)))
    this.#began ??= { at: performance.now(), used: process.threadCpuUsage() }
    const { messages, byCursor } = this.#waiting
    const bytes = byCursor.get(cursor)
    if (bytes !== undefined) return answerOf(bytes)
    const perSecond = (messages / (performance.now() - this.#began.at)) * 1_000
    const { user, system } = process.threadCpuUsage(this.#began.used)
    this.#ended.resolve({ perSecond, used: (user + system) / messages })
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }

  recycle(): void {}
  route(): void {}
  leaveWay(): void {}
  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** Has the whole product take all answers into a new profile in `folder`. */
export async function storeInBoard(folder: string, waiting: Waiting): Promise<Stored> {
  const http = new InMemory(waiting)
  const app = createBenchApp({ folder, server: { url: SERVER, cdnUrl: SERVER }, http })
  app.start()
  const window = app.connect()
  // a window takes each batch over IPC and says so when it has digested it
  window.subscribe(() => setImmediate())
  await app.adopt(
    { token: 'token', botId: BOT_ID, ownerUserId: null, baseUrl: SERVER },
    { alias: null, contacts: [] },
  )
  const reached = await http.reached
  window.close()
  await app.stop()
  return { file: path.join(folder, DATABASE_NAME), ...reached }
}
