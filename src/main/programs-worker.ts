import { parentPort, workerData } from 'node:worker_threads'
import type { ServeData, ToServer } from '#core/programs/thread/protocol.ts'
import { servePrograms } from '#core/programs/thread/serve-programs.ts'

/** The thread that serves other programs. */
function main(data: ServeData): void {
  const server = servePrograms(
    data,
    (message) => parentPort?.postMessage(message),
    () => parentPort?.close(),
  )
  parentPort?.on('message', (message: ToServer) => server.take(message))
}

main(workerData)
