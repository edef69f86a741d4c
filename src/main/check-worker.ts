import { parentPort, workerData } from 'node:worker_threads'
import { isSoundDatabase } from '#core/backup/sound-database.ts'

/** The thread that looks through a copy of the database; its data is the file. */
function main(file: string): void {
  parentPort?.postMessage(isSoundDatabase(file))
}

main(workerData)
