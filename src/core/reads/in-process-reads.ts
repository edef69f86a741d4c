import { setImmediate } from 'node:timers/promises'
import type { ReadHandle } from '#core/storage/handles.ts'
import { toReadError } from './failure.ts'
import { ReadError, type Reads } from './ports.ts'
import { preparing, runQuery } from './queries.ts'
import { createReadSources } from './sources.ts'

/** The same reads over a connection of this thread: for databases in memory, which no other thread can open. */
export function createInProcessReads(database: ReadHandle): Reads {
  const sources = createReadSources(database, null, () => performance.now())
  let isStopped = false
  return {
    async run(name, input) {
      await setImmediate()
      await preparing(sources, name)
      if (isStopped) throw new ReadError('stopped')
      try {
        return structuredClone(runQuery(sources, name, structuredClone(input)))
      } catch (error) {
        throw toReadError(error)
      }
    },
    checkpoint: () => Promise.resolve(),
    emptyLog: () => Promise.resolve(true),
    stop() {
      isStopped = true
      sources.index.close()
      return Promise.resolve()
    },
  }
}
