import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import path from 'node:path'
import type { AccountLeases } from '#core/ports.ts'
import { unreachable } from '#shared/unreachable.ts'

/** How a listening attempt or a knock on a socket ended. */
type Attempt = { kind: 'held'; server: Server } | { kind: 'taken' } | { kind: 'impossible' }

function addressOf(folder: string, key: string): string {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return process.platform === 'win32' ? `\\\\.\\pipe\\linkboard-${name}` : path.join(folder, `${name}.sock`)
}

function listen(address: string): Promise<Attempt> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: error.code === 'EADDRINUSE' ? 'taken' : 'impossible' })
    })
    server.listen(address, () => {
      server.unref()
      resolve({ kind: 'held', server })
    })
  })
}

/** Whether a living process listens; a socket file alone may be left over from one that was killed. */
function isAlive(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/**
 * Leases over local sockets in `folder` (named pipes on Windows): the system gives them back when
 * their process ends, however it ends. Where no socket can be made, nothing is guarded.
 */
export function createAccountLeases(folder: string): AccountLeases {
  async function attempt(address: string): Promise<Attempt> {
    const first = await listen(address)
    if (first.kind !== 'taken' || process.platform === 'win32' || (await isAlive(address))) return first
    try {
      rmSync(address, { force: true })
    } catch {
      return { kind: 'impossible' }
    }
    return listen(address)
  }

  return {
    async acquire(key) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        chmodSync(folder, 0o700)
      } catch {
        return () => {}
      }
      const result = await attempt(addressOf(folder, key))
      switch (result.kind) {
        case 'held':
          return () => result.server.close()
        case 'taken':
          return null
        case 'impossible':
          return () => {}
        default:
          return unreachable(result)
      }
    },
  }
}
