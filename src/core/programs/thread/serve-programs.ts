import { setImmediate } from 'node:timers/promises'
import { runQuery } from '#core/reads/queries.ts'
import { createReadSources } from '#core/reads/sources.ts'
import { isDamage } from '#core/storage/database.ts'
import { ReadOnlyDatabase } from '#core/storage/read-only-database.ts'
import { createSystemClock } from '#core/system-ports.ts'
import type { ProgramId } from '#shared/model/program.ts'
import { unreachable } from '#shared/unreachable.ts'
import { type Serving, serve } from '../serve/serve.ts'
import { programOfToken } from '../token.ts'
import { WrongTokens } from '../wrong-tokens.ts'
import { Calls } from './calls.ts'
import { MainLink } from './main-link.ts'
import type { FromServer, PassedFailure, ServeData, ToServer } from './protocol.ts'
import { createSeenStores } from './seen-stores.ts'

/** The thread that serves programs: both doors, the protocol, the schemas, what is read, and the words of it. */
export interface ProgramsServer {
  take(message: ToServer): void
}

/** @param ended everything is closed */
export function servePrograms(
  { file, port, socketPath, version, clockOffsetMs }: ServeData,
  say: (message: FromServer) => void,
  ended: () => void,
): ProgramsServer {
  const clock = createSystemClock(clockOffsetMs)
  const database = new ReadOnlyDatabase(file)
  const stores = createSeenStores(database)
  const sources = createReadSources(database, null, () => performance.now())
  const link = new MainLink(say)
  const wrongTokens = new WrongTokens(clock, (until) => say({ kind: 'resting', until }))
  /** What ends a connection that stands, by its program. */
  const open = new Map<() => void, ProgramId>()
  const calls = new Calls({
    ...{ clock, link, stores, failed },
    reads: {
      async run(name, input) {
        // whoever else asks gets their turn between two portions
        await setImmediate()
        return database.snapshot(() => runQuery(sources, name, input))
      },
    },
  })
  let isClosed = false
  const opening = opened().catch((error: unknown) => {
    say({ kind: 'not-opened', code: codeOf(error) })
    if (codeOf(error) === undefined) failed(error)
    return null
  })

  function failed(error: unknown): void {
    // what was going on then ends without its connection
    if (!isClosed) say({ kind: 'failure', failure: passed(error), isDamage: isDamage(error) })
  }

  async function opened(): Promise<Serving> {
    const serving = await serve(
      {
        ...{ clock, version, wrongTokens, failed },
        guests: calls,
        programs: { ofToken: (token) => programOfToken(stores.programs.list(), token) },
        left(program, end) {
          open.set(end, program)
          return () => open.delete(end)
        },
      },
      port,
      socketPath,
    )
    say({ kind: 'opened', port: serving.port, url: serving.url })
    return serving
  }

  async function close(): Promise<void> {
    wrongTokens.stop()
    await (await opening)?.close()
    // nobody waits for what is under way, and main is told that it is over
    await calls.settled()
    isClosed = true
    sources.index.close()
    database.close()
    ended()
  }

  return {
    take(message) {
      switch (message.kind) {
        case 'answer':
          link.take(message.id, message.answer)
          return
        case 'revoked':
          for (const [end, of] of open) if (of === message.program) end()
          return
        case 'close':
          void close()
          return
        default:
          unreachable(message)
      }
    },
  }
}

function passed(error: unknown): PassedFailure {
  if (!(error instanceof Error))
    return { name: 'unknown', stack: undefined, code: undefined, errcode: undefined }
  const own = (name: string): string | number | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value
    return typeof value === 'string' || typeof value === 'number' ? value : undefined
  }
  return { name: error.name, stack: error.stack, code: own('code'), errcode: own('errcode') }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
