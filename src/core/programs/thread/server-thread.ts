import { Worker } from 'node:worker_threads'
import type { Clock } from '#core/ports.ts'
import { isDamage } from '#core/storage/database.ts'
import type { ProgramId } from '#shared/model/program.ts'
import { unreachable } from '#shared/unreachable.ts'
import { Desk, type DeskDeps } from './desk.ts'
import type { FromServer, ServeData, ToServer } from './protocol.ts'

/** So long it may take to end what is under way. */
const CLOSING_MS = 2_000

export interface ServerThreadDeps extends DeskDeps {
  clock: Pick<Clock, 'setTimeout'>
  /** The script of the thread, as a path or URL. */
  script: string | URL
  data: ServeData
  /** Damage was met in the database. */
  damaged(): void
  /** Nobody is let in until then, in Unix ms, or somebody is again. */
  resting(until: number | null): void
  /** It has ended by itself. */
  ended(): void
}

/** A thread that serves programs, and listens. */
export interface ServerThread {
  port: number
  url: string
  /** What this program has open is closed. */
  revoked(program: ProgramId): void
  close(): Promise<void>
}

/**
 * Begins the thread that serves programs. This is the beginning of everything that main loads only once programs may connect.
 * Rejects with the system's code when it cannot listen.
 */
export async function openServerThread(deps: ServerThreadDeps): Promise<ServerThread> {
  const { script, data, damaged, resting, failed } = deps
  const desk = new Desk(deps)
  const worker = new Worker(script, { workerData: data, env: {} })
  const opened = Promise.withResolvers<{ port: number; url: string }>()
  const exited = Promise.withResolvers<void>()
  const state = { isOpen: false, isClosing: false }
  const say = (message: ToServer) => worker.postMessage(message)

  function take(message: FromServer): void {
    switch (message.kind) {
      case 'question': {
        const { id, question } = message
        void desk.answer(id, question).then((answer) => say({ kind: 'answer', id, answer }))
        return
      }
      case 'given-up':
        desk.giveUp(message.id)
        return
      case 'opened':
        opened.resolve(message)
        return
      case 'not-opened':
        opened.reject(Object.assign(new Error('programs cannot connect'), { code: message.code }))
        return
      case 'resting':
        resting(message.until)
        return
      case 'failure':
        failed(Object.assign(new Error('in the thread for programs'), message.failure))
        if (message.isDamage) damaged()
        return
      default:
        unreachable(message)
    }
  }

  async function close(): Promise<void> {
    state.isClosing = true
    say({ kind: 'close' })
    const cancel = deps.clock.setTimeout(CLOSING_MS, () => void worker.terminate())
    await exited.promise
    cancel()
  }

  worker.on('message', take)
  worker.on('error', (error) => {
    failed(error)
    if (isDamage(error)) damaged()
  })
  worker.once('exit', () => {
    desk.close()
    opened.reject(new Error('the thread for programs ended'))
    exited.resolve()
    if (state.isOpen && !state.isClosing) deps.ended()
  })
  try {
    const { port, url } = await opened.promise
    state.isOpen = true
    return { port, url, revoked: (program) => say({ kind: 'revoked', program }), close }
  } catch (error) {
    await close()
    throw error
  }
}
