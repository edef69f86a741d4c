import { createHash } from 'node:crypto'
import { type BigIntStats, lstatSync, readdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import path from 'node:path'
import type { AccountLeases } from '#core/ports.ts'
import { unreachable } from '#shared/unreachable.ts'
import { takePrivateFolder } from './private-folder.ts'

/** A socket of a killed process is removed at this age: a younger one may be about to be taken over. */
const DEAD_MS = 3_600_000

export interface AccountLeasesOptions {
  /** Where the sockets lie, the first that can be had; the same for all processes of the user. */
  folders: readonly string[]
  /** An account cannot be guarded: two processes could poll it, and nobody would notice. */
  unguarded(): void
}

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

/** How a knock fails where nobody listens; any other failure says nothing about whoever may be there. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'])

/** Whether a living process may listen; a socket file alone may be left over from one that was killed. */
function isAlive(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(!NOBODY.has(error.code)))
  })
}

function statsOf(address: string): BigIntStats | undefined {
  return lstatSync(address, { bigint: true, throwIfNoEntry: false })
}

/**
 * Removes a socket of a killed process, unless another one has taken the address since it was looked at.
 * @returns whether the address is free now
 */
function removeLeft(address: string, seen: BigIntStats | undefined): boolean {
  const now = statsOf(address)
  if (now === undefined) return true
  if (now.ino !== seen?.ino || now.ctimeNs !== seen.ctimeNs) return false
  rmSync(address, { force: true })
  return true
}

/** Removes sockets that processes left behind when they were killed, as far as that is possible. */
async function removeDead(folder: string): Promise<void> {
  if (folder === '') return
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.sock'))) {
    const address = path.join(folder, name)
    try {
      const seen = statsOf(address)
      const isOld = seen !== undefined && Date.now() - Number(seen.mtimeMs) > DEAD_MS
      if (isOld && !(await isAlive(address))) removeLeft(address, seen)
    } catch {
      // it lies there until the next start, and is in nobody's way
    }
  }
}

/**
 * Leases over local sockets (named pipes on Windows): the system gives them back when their process
 * ends, however it ends. Where no socket can be made nothing is guarded, and that is told.
 */
export function createAccountLeases({ folders, unguarded }: AccountLeasesOptions): AccountLeases {
  let tidied: Promise<void> | null = null

  function unguardedLease(): () => void {
    unguarded()
    return () => {}
  }

  async function attempt(address: string): Promise<Attempt> {
    const first = await listen(address)
    if (first.kind !== 'taken' || process.platform === 'win32') return first
    try {
      const seen = statsOf(address)
      if ((await isAlive(address)) || !removeLeft(address, seen)) return first
    } catch {
      return { kind: 'impossible' }
    }
    return listen(address)
  }

  return {
    async acquire(key) {
      // named pipes lie in no folder
      const folder = process.platform === 'win32' ? '' : folders.find(takePrivateFolder)
      if (folder === undefined) return unguardedLease()
      tidied ??= removeDead(folder).catch(() => {
        tidied = null
      })
      await tidied
      const result = await attempt(addressOf(folder, key))
      switch (result.kind) {
        case 'held':
          return () => result.server.close()
        case 'taken':
          return null
        case 'impossible':
          return unguardedLease()
        default:
          return unreachable(result)
      }
    },
  }
}
