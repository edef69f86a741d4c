import { parentPort, workerData } from 'node:worker_threads'
import { prepareStage, type StageOrder } from '#core/backup/prepare-stage.ts'

/** The thread that prepares a restored database; its data says which. */
function main(order: StageOrder): void {
  parentPort?.postMessage(prepareStage(order))
}

main(workerData)
