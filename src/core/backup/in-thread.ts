import { Worker } from 'node:worker_threads'

/**
 * Has something done in a thread of its own, which answers with one message.
 * @param options.script the script of the thread, as a path or URL; `data` is what it begins with
 * @throws the signal's reason; what the thread failed with
 */
export function inThread<T>(options: {
  script: string | URL
  data: unknown
  signal: AbortSignal
}): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const { script, data, signal } = options
  if (signal.aborted) return Promise.reject(signal.reason)
  const worker = new Worker(script, { workerData: data, env: {} })
  const stop = () => {
    void worker.terminate()
  }
  signal.addEventListener('abort', stop, { once: true })
  worker.on('message', (answer: T) => resolve(answer))
  worker.on('error', reject)
  worker.once('exit', () => {
    signal.removeEventListener('abort', stop)
    // after an answer or an error it changes nothing
    reject(signal.aborted ? signal.reason : new Error('the thread ended without an answer'))
  })
  return promise
}
