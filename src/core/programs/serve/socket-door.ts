import { rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import type { ProgramId } from '#shared/model/program.ts'
import { admit } from './admission.ts'
import { createMcpServer } from './mcp-server.ts'
import type { ServeDeps } from './ports.ts'

/** Largest frame, in bytes: as over HTTP. */
const MAX_FRAME = 1024 * 1024
/** The first line is a token, and no longer than this. */
const MAX_FIRST_LINE = 256
/** So long it may take to arrive. */
const FIRST_LINE_MS = 5_000
/** Connections at a time. */
const MAX_CONNECTIONS = 64
/** Bytes of answers that wait to be read, beyond which nothing more is asked: a few more come of what is asked by then. */
const MAX_UNREAD = 1024 * 1024
const NEWLINE = 0x0a

/** A socket that is open. */
export interface SocketDoor {
  close(): Promise<void>
}

/** Opens the door for framing by lines: the first line is the token, what follows is MCP as over stdio. */
export async function openSocketDoor(deps: ServeDeps, socketPath: string): Promise<SocketDoor> {
  // what a run left behind that was killed; nobody else has this profile
  if (process.platform !== 'win32') await rm(socketPath, { force: true })
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // whoever breaks off is gone
    socket.on('error', () => socket.destroy())
    receive(deps, socket)
  })
  server.maxConnections = MAX_CONNECTIONS
  await listening(server, socketPath)
  return {
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listening(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path: socketPath, readableAll: false, writableAll: false }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Waits for the first line; what came behind it belongs to MCP. */
function receive(deps: ServeDeps, socket: Socket): void {
  let read = Buffer.alloc(0)
  const cancel = deps.clock.setTimeout(FIRST_LINE_MS, () => socket.destroy())
  socket.once('close', cancel)
  const look = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk])
    const end = read.indexOf(NEWLINE)
    if (end === -1 && read.length <= MAX_FIRST_LINE) return
    socket.off('data', look)
    socket.pause()
    const token = end === -1 || end > MAX_FIRST_LINE ? '' : read.subarray(0, end).toString('utf8').trim()
    const admission = admit(deps, token)
    if (admission.kind !== 'admitted') {
      // whoever does not go by themselves is made to, once that time is over
      socket.end(`${JSON.stringify(REFUSED[admission.kind])}\n`)
      return
    }
    cancel()
    serve(deps, socket, read.subarray(end + 1), admission.program.id)
  }
  socket.on('data', look)
}

function serve(deps: ServeDeps, socket: Socket, first: Buffer, program: ProgramId): void {
  // each answer that waits to be read listens for that
  socket.setMaxListeners(0)
  const input = paced(deps, socket, program)
  input.write(first)
  const transport = new StdioServerTransport(input, socket, { maxBufferSize: MAX_FRAME })
  const served = serveStdio(() => createMcpServer(deps.guests, program, deps.version), {
    transport,
    onerror: () => {},
  })
  socket.pipe(input)
  const leave = deps.left(program, () => socket.destroy())
  socket.once('close', () => {
    leave()
    void served.close()
  })
}

/**
 * Passes frames on as they come, but no more of them in a second than are looked at, and none while answers lie unread: the
 * rest waits with its sender. Whoever sends one that is too large is done.
 */
function paced({ knocks }: ServeDeps, socket: Socket, program: ProgramId): Transform {
  let ofFrame = 0
  return new Transform({
    async transform(chunk: Buffer, _encoding, done) {
      let from = 0
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
        if (ofFrame + end - from > MAX_FRAME) break
        await answersRead(socket)
        await knocks.taken(program)
        // what whoever has gone still wanted is nobody's any more, and no other frame waits for it
        if (socket.destroyed) return done()
        this.push(chunk.subarray(from, end + 1))
        from = end + 1
        ofFrame = 0
      }
      ofFrame += chunk.length - from
      if (ofFrame > MAX_FRAME) socket.destroy()
      done(null, chunk.subarray(from))
    },
  })
}

/** Settles once the other side has read what it was answered, or is gone. */
async function answersRead(socket: Socket): Promise<void> {
  if (socket.writableLength <= MAX_UNREAD || socket.destroyed) return
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.once('drain', resolve).once('close', resolve)
  await promise
  socket.off('drain', resolve).off('close', resolve)
}

/** A JSON-RPC error that answers no request (JSON-RPC 2.0, 5). */
const REFUSED = {
  unknown: refusal(
    'This token is not known. The operator makes one under Settings › Programs › Allow a program….',
  ),
  resting: refusal('Too many wrong tokens were tried. Nobody is let in for a minute.'),
} as const

function refusal(message: string) {
  return { jsonrpc: '2.0', id: null, error: { code: -32_001, message } }
}
