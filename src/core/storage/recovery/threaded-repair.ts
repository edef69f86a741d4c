import { Worker } from 'node:worker_threads'
import type { RepairProgress } from '#shared/model/app-info.ts'
import type { DatabaseDamage } from '../open-database.ts'

/** What the thread for repairs begins with. */
export interface RepairOrder {
  /** The folder of the database. */
  folder: string
  /** Milliseconds since 1970, for the names of what is set aside. */
  now: number
}

/** What the thread says; a failure ends it with an error instead. */
export type FromRepair =
  | { kind: 'progress'; progress: RepairProgress }
  | { kind: 'done'; damage: DatabaseDamage }

/** The repair was given up before it was done; nothing has changed, and the next start begins again. */
export class RepairStoppedError extends Error {
  override readonly name = 'RepairStoppedError'
}

/**
 * `repairDatabase` in a thread of its own, so that this one goes on answering.
 * @param options.script the script of the thread, as a path or URL
 * @throws RepairStoppedError once `signal` is aborted; what the repair itself failed with
 */
export function repairInThread(options: {
  script: string | URL
  order: RepairOrder
  told(progress: RepairProgress): void
  signal: AbortSignal
}): Promise<DatabaseDamage> {
  const { promise, resolve, reject } = Promise.withResolvers<DatabaseDamage>()
  const { signal, script, order, told } = options
  if (signal.aborted) return Promise.reject(new RepairStoppedError())
  const worker = new Worker(script, { workerData: order, env: {} })
  const stop = () => {
    void worker.terminate()
  }
  signal.addEventListener('abort', stop, { once: true })
  worker.on('message', (message: FromRepair) => {
    if (message.kind === 'progress') told(message.progress)
    else resolve(message.damage)
  })
  worker.on('error', reject)
  worker.once('exit', () => {
    signal.removeEventListener('abort', stop)
    // after an answer or an error it changes nothing
    reject(new RepairStoppedError())
  })
  return promise
}
