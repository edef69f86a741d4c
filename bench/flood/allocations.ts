import type { CDPSession } from '@playwright/test'
import { z } from 'zod'

/**
 * What Chromium's memory dumps tell of a process: bytes that its C++ heap, its system's allocator and its allocator for
 * buffers have handed out and not got back. What is free between them is not counted. Scripts are V8's own.
 * @see https://chromium.googlesource.com/chromium/src/+/main/docs/memory-infra/README.md
 */
const HEAPS = [
  'blink_gc/main/allocated_objects',
  'malloc/allocated_objects',
  'partition_alloc/allocated_objects',
] as const
const CATEGORY = 'disabled-by-default-memory-infra'

/** The part of a trace that tells of one process; other events have other shapes. */
const Dump = z.object({
  ph: z.literal('v'),
  pid: z.number(),
  args: z.object({
    dumps: z.object({
      allocators: z.record(
        z.string(),
        z.object({ attrs: z.object({ size: z.object({ value: z.string() }) }).partial() }).partial(),
      ),
    }),
  }),
})

/**
 * Bytes that a process of the browser has allocated outside of V8 and not freed. It stops the process for a moment.
 * @param browser a session with the browser itself
 * @throws when the dump does not tell of the process
 */
export async function allocatedBy(browser: CDPSession, pid: number): Promise<number> {
  const events: unknown[] = []
  const collect = ({ value }: { value: unknown[] }) => events.push(...value)
  browser.on('Tracing.dataCollected', collect)
  try {
    const traceConfig = { includedCategories: [CATEGORY] }
    await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
    const { success } = await browser.send('Tracing.requestMemoryDump', { levelOfDetail: 'detailed' })
    const complete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve))
    await browser.send('Tracing.end')
    await complete
    if (!success) throw new Error('Chromium made no dump of its memory')
  } finally {
    browser.off('Tracing.dataCollected', collect)
  }
  const dumps = events.map((event) => Dump.safeParse(event).data).filter((dump) => dump?.pid === pid)
  return HEAPS.reduce((sum, heap) => {
    const size = dumps.map((dump) => dump?.args.dumps.allocators[heap]?.attrs?.size).find(Boolean)
    if (size === undefined) throw new Error(`the dump does not tell of ${heap}`)
    return sum + Number.parseInt(size.value, 16)
  }, 0)
}
