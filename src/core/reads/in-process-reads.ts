import { setImmediate } from 'node:timers/promises'
import type { ReadHandle } from '#core/storage/handles.ts'
import { toReadError } from './failure.ts'
import { ReadError, type Reads } from './ports.ts'
import { runQuery } from './queries.ts'

/** The same reads over a connection of this thread: for databases in memory, which no other thread can open. */
export function createInProcessReads(database: ReadHandle): Reads {
  let isStopped = false
  return {
    async run(name, input) {
      await setImmediate()
      if (isStopped) throw new ReadError('stopped')
      try {
        return structuredClone(runQuery(database, name, structuredClone(input)))
      } catch (error) {
        throw toReadError(error)
      }
    },
    checkpoint: () => Promise.resolve(),
    emptyLog: () => Promise.resolve(true),
    stop() {
      isStopped = true
      return Promise.resolve()
    },
  }
}
