import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StallWatch } from './stall-watch.ts'

const LIMIT_MS = 1_000

/** Chunks that come when the test says so. */
function createChunks() {
  let arrive: (() => void) | null = null
  async function* chunks(): AsyncGenerator<Uint8Array> {
    while (true) {
      await new Promise<void>((resolve) => {
        arrive = resolve
      })
      yield new Uint8Array(1)
    }
  }
  return { chunks: chunks(), arrive: () => arrive?.() }
}

describe('the watch over a transfer', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('stands until the transfer is under way', () => {
    const watch = new StallWatch(LIMIT_MS, new AbortController().signal)
    vi.advanceTimersByTime(10 * LIMIT_MS)
    expect(watch.isStalled).toBe(false)
    watch.run()
    vi.advanceTimersByTime(LIMIT_MS)
    expect([watch.isStalled, watch.signal.aborted]).toEqual([true, true])
  })

  it('does not begin any more once the caller has given up', () => {
    const abort = new AbortController()
    const watch = new StallWatch(LIMIT_MS, abort.signal)
    abort.abort()
    watch.run()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts the wait for what comes down, and none of its reader', async () => {
    const watch = new StallWatch(LIMIT_MS, new AbortController().signal)
    watch.run()
    watch.pause()
    vi.advanceTimersByTime(10 * LIMIT_MS)
    const { chunks, arrive } = createChunks()
    const read = watch.read(chunks)
    for (let count = 0; count < 3; count += 1) {
      const next = read.next()
      vi.advanceTimersByTime(LIMIT_MS - 1)
      arrive()
      await next
      vi.advanceTimersByTime(10 * LIMIT_MS)
    }
    expect(watch.isStalled).toBe(false)
    const never = read.next()
    await vi.advanceTimersByTimeAsync(LIMIT_MS)
    expect(watch.isStalled).toBe(true)
    arrive()
    await never
  })

  it('counts the wait for a server that takes nothing more', async () => {
    const watch = new StallWatch(LIMIT_MS, new AbortController().signal)
    watch.run()
    async function* source() {
      while (true) yield new Uint8Array(1)
    }
    const sent = watch.follow(source())
    for (let count = 0; count < 3; count += 1) {
      await sent.next()
      vi.advanceTimersByTime(LIMIT_MS - 1)
    }
    expect(watch.isStalled).toBe(false)
    vi.advanceTimersByTime(1)
    expect(watch.isStalled).toBe(true)
  })

  it('does not wake up by what still goes up while the reader rests', async () => {
    const watch = new StallWatch(LIMIT_MS, new AbortController().signal)
    watch.run()
    async function* source() {
      yield new Uint8Array(1)
    }
    watch.pause()
    await watch.follow(source()).next()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is over with the end of what comes down', async () => {
    const watch = new StallWatch(LIMIT_MS, new AbortController().signal)
    watch.run()
    async function* body() {
      yield new Uint8Array(1)
    }
    for await (const chunk of watch.read(body())) expect(chunk).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
