import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { ServeData, ToServer } from '#core/programs/thread/protocol.ts'
import { servePrograms } from '#core/programs/thread/serve-programs.ts'

/** How much more others want a processor than this thread does; 19 is the most. */
const NICENESS = 10

/** Stands for the thread that asks, on Linux alone: elsewhere it is all of the program. No number can be another one's. */
const THIS_THREAD = 0

/** Whoever waits for the app comes before programs where processors are few. */
async function standBack(): Promise<void> {
  if (process.platform !== 'linux') return
  try {
    // threads that another one begins are as it is, and those for files are everybody's: they begin before
    await stat(import.meta.filename)
    setPriority(THIS_THREAD, NICENESS)
  } catch {
    // where that is forbidden it takes its turn like any other
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
