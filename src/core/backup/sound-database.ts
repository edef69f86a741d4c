import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { isDamage } from '#core/storage/database.ts'

/** Looks through a whole database that nothing writes to; takes seconds for a big one. @throws what is no damage */
export function isSoundDatabase(file: string): boolean {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'
    } finally {
      database.close()
    }
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

/**
 * The same in a thread of its own.
 * @param options.script the script of the thread, as a path or URL, which posts the answer
 * @throws the signal's reason; what the thread failed with
 */
export function isSoundInThread(options: {
  script: string | URL
  file: string
  signal: AbortSignal
}): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const { script, file, signal } = options
  if (signal.aborted) return Promise.reject(signal.reason)
  const worker = new Worker(script, { workerData: file, env: {} })
  const stop = () => {
    void worker.terminate()
  }
  signal.addEventListener('abort', stop, { once: true })
  worker.on('message', (isSound: boolean) => resolve(isSound))
  worker.on('error', reject)
  worker.once('exit', () => {
    signal.removeEventListener('abort', stop)
    // after an answer or an error it changes nothing
    reject(signal.aborted ? signal.reason : new Error('the thread ended without an answer'))
  })
  return promise
}
