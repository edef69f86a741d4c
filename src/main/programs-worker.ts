import { readlinkSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { ServeData, ToServer } from '#core/programs/thread/protocol.ts'
import { servePrograms } from '#core/programs/thread/serve-programs.ts'

/** How much more others want a processor than this thread does; 19 is the most. */
const NICENESS = 10

/** Whoever waits for the app comes before programs where processors are few. Linux alone has numbers for threads. */
async function standBack(): Promise<void> {
  if (process.platform !== 'linux') return
  try {
    // threads that another one begins are as it is, and those for files are everybody's: they begin before
    await stat(import.meta.filename)
    setPriority(Number(path.basename(readlinkSync('/proc/thread-self'))), NICENESS)
  } catch {
    // without such a file system it takes its turn like any other
  }
}

/** The thread that serves other programs. */
async function main(data: ServeData): Promise<void> {
  await standBack()
  const server = servePrograms(
    data,
    (message) => parentPort?.postMessage(message),
    () => parentPort?.close(),
  )
  parentPort?.on('message', (message: ToServer) => server.take(message))
}

await main(workerData)
