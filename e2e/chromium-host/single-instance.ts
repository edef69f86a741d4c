import { createHash } from 'node:crypto'
import { realpathSync, unlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** What a later start says to the first. */
export interface LaterStart {
  readonly argv: string[]
  readonly cwd: string
  readonly additionalData: unknown
}

/**
 * One running app per profile. The lock is a listening local socket, so the system frees it however the
 * process ends; only where sockets are files (macOS) one left behind is recognised by its silence and replaced.
 */
export class SingleInstance {
  readonly #onLaterStart: (start: LaterStart) => void
  #server: Server | undefined

  constructor(onLaterStart: (start: LaterStart) => void) {
    this.#onLaterStart = onLaterStart
  }

  get held(): boolean {
    return this.#server !== undefined
  }

  /** Takes the profile's lock, or tells its holder about this start and returns false. */
  acquire(profile: string, start: LaterStart): boolean {
    if (this.held) return true
    const address = addressOf(profile)
    for (let attempt = 0; attempt < 3; attempt++) {
      this.#server = listen(address, this.#onLaterStart)
      if (this.held) return true
      if (tellHolder(address, start)) return false
      removeStale(address)
    }
    return false
  }

  release(): void {
    this.#server?.close()
    this.#server = undefined
  }
}

/** A profile is the same by whatever way it is reached; one that is not there yet has only its path. */
function realPathOf(profile: string): string {
  try {
    return realpathSync(profile)
  } catch {
    return profile
  }
}

/** Where the holder of a profile listens. */
export function addressOf(profile: string): string {
  const name = `linkboard-host-${createHash('sha256').update(realPathOf(profile)).digest('hex').slice(0, 24)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  // An abstract socket: no file, nothing to go stale.
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name)
}

function removeStale(address: string): void {
  if (process.platform === 'linux' || process.platform === 'win32') return
  try {
    unlinkSync(address)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function listen(address: string, onLaterStart: (start: LaterStart) => void): Server | undefined {
  const server = createServer((socket) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: string) => {
      text += chunk
      const end = text.indexOf('\n')
      if (end < 0) return
      socket.end('ok\n')
      onLaterStart(JSON.parse(text.slice(0, end)))
    })
  })
  server.on('error', () => server.close())
  server.listen(address)
  // Local sockets are bound before listen() returns; only the event comes later.
  if (!server.listening) return undefined
  server.unref()
  return server
}

const TELL_HOLDER = `
  const { workerData } = require('node:worker_threads')
  const { connect } = require('node:net')
  const state = new Int32Array(workerData.shared)
  const finish = (value) => { Atomics.store(state, 0, value); Atomics.notify(state, 0) }
  const socket = connect(workerData.address, () => socket.write(workerData.message))
  socket.on('data', () => { finish(1); socket.destroy() })
  socket.on('error', () => finish(2))
`

/** Asks from a worker because the answer is wanted at once; a holder too busy to answer counts as told. */
function tellHolder(address: string, start: LaterStart): boolean {
  const shared = new SharedArrayBuffer(4)
  const worker = new Worker(TELL_HOLDER, {
    eval: true,
    workerData: { shared, address, message: `${JSON.stringify(start)}\n` },
  })
  worker.unref()
  Atomics.wait(new Int32Array(shared), 0, 0, 5000)
  const refused = Atomics.load(new Int32Array(shared), 0) === 2
  void worker.terminate()
  return !refused
}
