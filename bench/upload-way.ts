import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Readable } from 'node:stream'
import { request } from 'undici'
import { createIlinkClient } from '#core/ilink/client.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import type { StagedId } from '#shared/model/media.ts'
import { createBenchApp } from './bench-app.ts'

/**
 * One way of uploading a file, in a process of its own, so that its memory and its event loop are its own.
 * Argument: JSON of `Order`. Prints JSON of `WayResult`.
 */
export interface Order {
  way: 'linkboard' | 'stream' | 'whole' | 'idle'
  url: string
  cdnUrl: string
  bound: { botToken: string; botId: string; userId: string; baseUrl: string }
  file: string
  small: string
  rounds: number
}

export interface WayResult {
  /** Of each round, from `uploading` to done. */
  seconds: number[]
  /** Most resident memory above what stood there before the first round, in MB. */
  extraMegabytes: number
  loopDelayP99: number
}

const MEGABYTE = 1024 * 1024
const SAMPLE_MS = 5

/** Uploads one file and answers how many seconds it took. */
type Upload = (file: string) => Promise<number>

const order: Order = JSON.parse(process.argv[2] ?? '{}')

/** The same announcing and the same upload address for every way but ours, which has its own. */
function createAnnouncer() {
  const { url, cdnUrl, bound } = order
  const http = createNodeHttp()
  const client = createIlinkClient({
    http,
    random: systemRandom,
    clock: createSystemClock(),
    hostPolicy: createHostPolicy({ apiUrl: url, cdnUrl }),
    botAgent: 'Bench/1.0',
  })
  return async (rawSize: number, rawMd5: string) => {
    const keyHex = randomBytes(16).toString('hex')
    const fileSize = (Math.floor(rawSize / 16) + 1) * 16
    const { fullUrl } = await client.getUploadUrl({
      account: { baseUrl: bound.baseUrl, token: bound.botToken },
      toUserId: bound.userId,
      mediaType: 3,
      filekey: randomBytes(16).toString('hex'),
      ...{ rawSize, rawMd5, fileSize, keyHex },
    })
    if (fullUrl === null) throw new Error('no upload address')
    return { fullUrl, fileSize, key: Buffer.from(keyHex, 'hex') }
  }
}

async function post(url: string, fileSize: number, body: Readable | Buffer): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(fileSize) },
    body,
    headersTimeout: 0,
  })
  await answer.body.dump()
  if (answer.headers['x-encrypted-param'] === undefined) throw new Error('the upload was not taken')
}

async function md5Of(file: string): Promise<{ md5: string; size: number }> {
  const hash = createHash('md5')
  let size = 0
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk)
    size += chunk.length
  }
  return { md5: hash.digest('hex'), size }
}

/** The floor: a streaming cipher piped into the upload; the MD5 is made before the clock starts. */
function streaming(): Upload {
  const announce = createAnnouncer()
  return async (file) => {
    const { md5, size } = await md5Of(file)
    const started = performance.now()
    const { fullUrl, fileSize, key } = await announce(size, md5)
    const cipher = createCipheriv('aes-128-ecb', key, null)
    const source = createReadStream(file)
    source.on('error', (error) => cipher.destroy(error))
    await post(fullUrl, fileSize, source.pipe(cipher))
    return (performance.now() - started) / 1000
  }
}

/** What the official client does: the whole file, and the whole ciphertext beside it. */
function whole(): Upload {
  const announce = createAnnouncer()
  return async (file) => {
    const { md5, size } = await md5Of(file)
    const started = performance.now()
    const plain = await readFile(file)
    const { fullUrl, fileSize, key } = await announce(size, md5)
    const cipher = createCipheriv('aes-128-ecb', key, null)
    await post(fullUrl, fileSize, Buffer.concat([cipher.update(plain), cipher.final()]))
    return (performance.now() - started) / 1000
  }
}

/** The product: staged first, then timed from `uploading` until the state after it. */
async function linkboard(folder: string): Promise<Upload> {
  const { bound } = order
  const app = createBenchApp({ folder, server: order, http: createNodeHttp() })
  app.start()
  await app.adopt(
    { token: bound.botToken, botId: bound.botId, ownerUserId: bound.userId, baseUrl: bound.baseUrl },
    { alias: null, contacts: [] },
  )
  const arrived = Promise.withResolvers<ConversationId>()
  const window = app.connect()
  const stop = window.subscribe(({ changes }) => {
    for (const change of changes) {
      if (change.kind === 'conversation' && change.conversation.unread > 0)
        arrived.resolve(change.conversation.id)
    }
  })
  const conversationId = await arrived.promise
  stop()
  await window.request('app.watch', { conversationIds: [conversationId] })
  const earlier = new Set<MessageId>()
  let latest: MessageId | null = null
  return async (file) => {
    const staged = await app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (staged?.ok !== true) throw new Error('not staged')
    const done = Promise.withResolvers<number>()
    let started = 0
    const unsubscribe = window.subscribe(({ changes }) => {
      for (const change of changes) {
        // messages of earlier rounds are still on their way
        if (change.kind !== 'message' || earlier.has(change.message.id)) continue
        const state = change.message.sending?.state
        if (state === 'uploading') {
          started ||= performance.now()
          latest = change.message.id
        } else if (started > 0 && state === 'refused') done.reject(new Error('the upload was refused'))
        else if (started > 0) done.resolve((performance.now() - started) / 1000)
      }
    })
    const id: StagedId = staged.file.id
    await window.request('outbox.sendFiles', {
      conversationId,
      requestId: crypto.randomUUID(),
      caption: '',
      files: [{ stagedId: id, asFile: true }],
      force: false,
    })
    const seconds = await done.promise
    if (latest !== null) earlier.add(latest)
    unsubscribe()
    return seconds
  }
}

async function idle(): Promise<WayResult> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const over = Promise.withResolvers<void>()
  process.once('message', () => over.resolve())
  process.send?.('ready')
  await over.promise
  return { seconds: [], extraMegabytes: 0, loopDelayP99: loop.percentile(99) / 1e6 }
}

async function measure(upload: Upload): Promise<WayResult> {
  await upload(order.small)
  global.gc?.()
  const before = process.memoryUsage.rss()
  let most = before
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, SAMPLE_MS)
  const loop = monitorEventLoopDelay({ resolution: 1 })
  const seconds: number[] = []
  for (let round = 0; round < order.rounds; round += 1) {
    loop.enable()
    seconds.push(await upload(order.file))
    loop.disable()
  }
  clearInterval(sampler)
  return {
    seconds,
    extraMegabytes: (most - before) / MEGABYTE,
    loopDelayP99: loop.percentile(99) / 1e6,
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-upload-'))
const uploads = { stream: streaming, whole, linkboard: () => linkboard(folder) }
const result = order.way === 'idle' ? await idle() : await measure(await uploads[order.way]())
process.send?.(result)
rmSync(folder, { recursive: true, force: true })
process.exit(0)
