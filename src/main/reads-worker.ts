import { parentPort, workerData } from 'node:worker_threads'
import type { ToReader } from '#core/reads/protocol.ts'
import { serveReads } from '#core/reads/serve-reads.ts'

/** The thread for long reads; its data is the database's file. */
function main(file: string): void {
  const server = serveReads({
    file,
    answer: (message) => parentPort?.postMessage(message),
    elapsed: () => performance.now(),
    every(ms, work) {
      const timer = setInterval(work, ms)
      return () => clearInterval(timer)
    },
  })
  parentPort?.on('message', (message: ToReader) => {
    server.take(message)
    if (message.kind === 'stop') parentPort?.close()
  })
}

main(workerData)
