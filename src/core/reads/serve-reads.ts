import { statSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ReadOnlyDatabase } from '#core/storage/read-only-database.ts'
import { unreachable } from '#shared/unreachable.ts'
import { toReadFailure } from './failure.ts'
import type { FromReader, ReadCall, ToReader } from './protocol.ts'
import { preparing, runQuery } from './queries.ts'
import { createReadSources } from './sources.ts'

/** How often the log beside the database is looked at, and from which size on it is moved into it. */
const LOOK_MS = 1_000
const WORTHWHILE_BYTES = 1024 * 1024
/** From here on it is emptied, though main may have to wait a moment: commits that follow each other keep it growing. */
const LARGE_BYTES = 32 * 1024 * 1024

export interface ServeReadsDeps {
  file: string
  answer(message: FromReader): void
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number
  /** Calls again and again until the answer is called. */
  every(ms: number, work: () => void): () => void
}

/** What a thread for reads does with what it is told. */
export interface ReadsServer {
  take(message: ToReader): void
}

/**
 * The work of the thread for reads: named reads over a connection that cannot write, and checkpoints. Those need a
 * connection that could, but all it does is to move what main committed into the database, without ever
 * making main wait (a PASSIVE checkpoint); main would do it within a commit otherwise, for a tenth of a second or more.
 */
export function serveReads({ file, answer, elapsed, every }: ServeReadsDeps): ReadsServer {
  const database = new ReadOnlyDatabase(file)
  const sources = createReadSources(database, path.dirname(file), elapsed)
  const log = new DatabaseSync(file)
  log.exec('PRAGMA busy_timeout=0; PRAGMA synchronous=FULL;')
  const cancel = every(LOOK_MS, () => {
    const bytes = logBytes(file)
    if (bytes >= WORTHWHILE_BYTES) checkpoint()
    if (bytes >= LARGE_BYTES) emptyLog()
  })

  function checkpoint(): void {
    try {
      log.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()
    } catch {
      // a full disk, for example: main finds out at its next commit, and the next look tries again
    }
  }

  /** After a checkpoint there is next to nothing left to move, so that main waits for this as good as never. */
  function emptyLog(): boolean {
    try {
      return log.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
    } catch {
      return false
    }
  }

  function measured(id: number, work: () => Extract<FromReader, { kind: 'done' }>['output']): void {
    const began = elapsed()
    try {
      const output = work()
      answer({ kind: 'done', id, output, ms: elapsed() - began })
    } catch (error) {
      answer({ kind: 'failed', id, failure: toReadFailure(error), ms: elapsed() - began })
    }
  }

  function read(id: number, { name, input }: ReadCall): void {
    measured(id, () => database.snapshot(() => runQuery(sources, name, input)))
  }

  return {
    take(message) {
      switch (message.kind) {
        case 'read': {
          const { id, call } = message
          const loading = preparing(sources, call.name)
          if (loading === null) read(id, call)
          // what could not be loaded is done without
          else void loading.catch(() => undefined).then(() => read(id, call))
          return
        }
        case 'checkpoint':
          measured(message.id, () => {
            checkpoint()
            return message.isEmptying ? emptyLog() : null
          })
          return
        case 'stop':
          cancel()
          sources.index.close()
          database.close()
          log.close()
          return
        default:
          unreachable(message)
      }
    },
  }
}

function logBytes(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
}
