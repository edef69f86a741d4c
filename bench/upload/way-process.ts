import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createBareUpload } from './bare-upload.ts'
import type { FromWay, Order, ToWay } from './messages.ts'
import { createProductUpload } from './product-upload.ts'

// One way of uploading in a process of its own, so that its memory and its event loop are its own; or an idle process.

const MEGABYTE = 1024 ** 2
const SAMPLE_MS = 5

const order: Order = JSON.parse(process.argv[2] ?? '{}')
const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-upload-'))
const loop = monitorEventLoopDelay({ resolution: 1 })

async function begin(): Promise<((file: string) => Promise<number>) | null> {
  if (order.way === 'idle') return null
  const upload = order.way === 'bare' ? createBareUpload(order) : await createProductUpload(order, folder)
  await upload(order.small)
  return upload
}

function tell(message: FromWay): void {
  process.send?.(message)
}

const upload = await begin()
global.gc?.()
const before = process.memoryUsage.rss()
let most = before

async function round(): Promise<void> {
  loop.enable()
  if (upload === null) return
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, SAMPLE_MS)
  const seconds = await upload(order.file)
  clearInterval(sampler)
  loop.disable()
  tell({ kind: 'round', seconds })
}

function sum(): void {
  const at = (share: number) => loop.percentile(share) / 1e6
  const loopDelay = { count: loop.count, p50: at(50), p95: at(95), p99: at(99) }
  tell({ kind: 'sum', extraMegabytes: (most - before) / MEGABYTE, loopDelay })
}

process.on('message', (asked: ToWay) => {
  if (asked === 'round') void round()
  else if (asked === 'rest') loop.disable()
  else sum()
})
process.once('SIGTERM', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})
tell({ kind: 'ready' })
