import { Worker } from 'node:worker_threads'
import { toFailure } from '#core/diagnostics/log-event.ts'
import type { Log } from '#core/ports.ts'
import { isDamage } from '#core/storage/database.ts'
import { ReadError, type Reads } from './ports.ts'
import type { FromReader, ReadCall, ToReader } from './protocol.ts'
import type { ReadInput, ReadName, ReadOutput } from './queries.ts'

/** A read that takes longer than this is written down. */
const SLOW_MS = 250

export interface ThreadedReadsDeps {
  /** The script of the thread, as a path or URL; its data is the database's file. */
  script: string | URL
  file: string
  log: Log
  /** A read met damage in the file. */
  damaged(): void
}

interface Waiting {
  name: ReadName | null
  resolve(output: unknown): void
  reject(error: ReadError): void
}

/**
 * Reads in a thread of their own, one after the other; begun with the first of them. When it ends by itself, what
 * it had not answered fails, and the next read begins another.
 */
export function createThreadedReads(deps: ThreadedReadsDeps): Reads {
  const waiting = new Map<number, Waiting>()
  let thread: { worker: Worker; ended: Promise<void> } | null = null
  let lastId = 0
  let isStopped = false
  let settled: (() => void) | null = null

  function failed(error: unknown): void {
    deps.log.write({ kind: 'failure', where: 'reads', failure: toFailure(error) })
  }

  function end(id: number): Waiting | undefined {
    const one = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) settled?.()
    return one
  }

  function take(message: FromReader): void {
    const one = end(message.id)
    if (one === undefined) return
    if (one.name !== null && message.ms > SLOW_MS)
      deps.log.write({ kind: 'slow-read', read: one.name, ms: Math.round(message.ms) })
    if (message.kind === 'done') one.resolve(message.output)
    else {
      const error = new ReadError(message.failure.code, message.failure.errcode)
      one.reject(error)
      if (isDamage(error)) deps.damaged()
    }
  }

  function begin(): Worker {
    const worker = new Worker(deps.script, { workerData: deps.file, env: {} })
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    let failure: unknown = null
    worker.on('message', take)
    worker.on('error', (error) => {
      failure = error
      if (isDamage(error)) deps.damaged()
    })
    worker.once('exit', () => {
      thread = null
      if (failure !== null || waiting.size > 0) failed(failure ?? new ReadError('ended'))
      for (const id of [...waiting.keys()]) end(id)?.reject(new ReadError('ended'))
      resolve()
    })
    thread = { worker, ended }
    return worker
  }

  function tell(message: ToReader): void {
    const { worker } = thread ?? { worker: begin() }
    worker.postMessage(message)
  }

  function ask<T>(name: ReadName | null, toMessage: (id: number) => ToReader): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    if (isStopped) {
      reject(new ReadError('stopped'))
      return promise
    }
    lastId += 1
    const id = lastId
    waiting.set(id, { name, resolve: (output) => resolve(output as T), reject })
    try {
      tell(toMessage(id))
    } catch (error) {
      end(id)
      failed(error)
      reject(new ReadError('ended'))
    }
    return promise
  }

  return {
    run: <N extends ReadName>(name: N, input: ReadInput<N>) =>
      ask<ReadOutput<N>>(name, (id) => ({ kind: 'read', id, call: { name, input } as ReadCall })),
    async checkpoint() {
      await ask<null>(null, (id) => ({ kind: 'checkpoint', id, isEmptying: false })).catch(() => undefined)
    },
    emptyLog: () =>
      ask<boolean>(null, (id) => ({ kind: 'checkpoint', id, isEmptying: true })).catch(() => false),
    async stop() {
      isStopped = true
      if (waiting.size > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        settled = resolve
        await promise
      }
      if (thread === null) return
      const { ended } = thread
      tell({ kind: 'stop' })
      await ended
    },
  }
}
