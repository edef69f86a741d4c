import { parentPort } from 'node:worker_threads'

/** A thread that asks main a small request again and again, and notes how long each answer took. */
const EVERY_MS = 2

let askedAt: number | null = null
let longest = 0
let asked = 0

setInterval(() => {
  if (askedAt !== null) return
  askedAt = performance.now()
  asked += 1
  parentPort?.postMessage({ kind: 'ask' })
}, EVERY_MS)

parentPort?.on('message', (message: 'answer' | 'report') => {
  if (message === 'answer') {
    longest = Math.max(longest, performance.now() - (askedAt ?? 0))
    askedAt = null
    return
  }
  parentPort?.postMessage({ kind: 'report', longest, asked })
  longest = 0
  asked = 0
})
