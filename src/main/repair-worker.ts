import { parentPort, workerData } from 'node:worker_threads'
import { repairDatabase } from '#core/storage/open-database.ts'
import type { FromRepair, RepairOrder } from '#core/storage/recovery/threaded-repair.ts'

/** The thread that repairs a damaged database; its data says where. */
function main({ folder, now }: RepairOrder): void {
  const say = (message: FromRepair) => parentPort?.postMessage(message)
  const damage = repairDatabase(folder, now, (progress) => say({ kind: 'progress', progress }))
  say({ kind: 'done', damage })
}

main(workerData)
