import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '#core/ports.ts'
import { settle, until } from '#core/testing/settle.ts'
import { createTestPrograms } from '../testing.ts'
import { WrongTokens } from '../wrong-tokens.ts'
import { Knocks } from './knocks.ts'
import { openSocketDoor, type SocketDoor } from './socket-door.ts'

const LIST = { jsonrpc: '2.0', method: 'tools/list', params: {} }

/** A clock on which every wait is over at once, so that nothing but the work itself takes time. */
function eagerClock(timeOuts: Set<() => void>): Clock {
  let now = 0
  return {
    now: () => now,
    monotonic: () => now,
    setTimeout(ms, fn) {
      // a time-out that nothing has to wait for comes when a test says so
      if (ms > 1_000) {
        timeOuts.add(fn)
        return () => timeOuts.delete(fn)
      }
      now += ms
      queueMicrotask(fn)
      return () => {}
    },
  }
}

describe('the socket for programs', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-socket-'))
  const at = path.join(folder, 'mcp.sock')
  let door: SocketDoor
  let token: string
  let timeOuts: Set<() => void>
  /** Frames that were looked at, once they may be. */
  let looked: number
  let mayBeLooked: Promise<void>
  /** How many connections of this door have ended. */
  let gone: { count: number }

  beforeEach(async () => {
    timeOuts = new Set()
    const clock = eagerClock(timeOuts)
    const knocks = new Knocks(clock)
    looked = 0
    const ended = { count: 0 }
    gone = ended
    mayBeLooked = Promise.resolve()
    const { programs, guests } = createTestPrograms()
    token = programs.allow({ name: 'Helper', scope: 'read', accounts: null }).token
    door = await openSocketDoor(
      {
        ...{ clock, programs, guests, version: '1' },
        wrongTokens: new WrongTokens(clock, () => {}),
        knocks: {
          take: (program) => knocks.take(program),
          async taken(program) {
            looked += 1
            await mayBeLooked
            await knocks.taken(program)
          },
        },
        left: () => () => {
          ended.count += 1
        },
        failed(error) {
          throw error
        },
      },
      at,
    )
  })
  afterEach(() => door.close())
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Sends these lines and answers the first line that `wanted` accepts; null when the other side ends before. */
  function ask(
    lines: readonly (string | Buffer)[],
    wanted: (line: string) => boolean,
  ): Promise<string | null> {
    return new Promise((resolve) => {
      const socket = connect({ path: at })
      let read = ''
      socket.setEncoding('utf8').on('data', (bit: string) => {
        read += bit
        const lines = read.split('\n')
        read = lines.pop() ?? ''
        const found = lines.find(wanted)
        if (found === undefined) return
        socket.destroy()
        resolve(found)
      })
      socket.on('error', () => resolve(null))
      socket.on('close', () => resolve(null))
      for (const line of lines) socket.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]))
    })
  }

  const answers = (id: number) => (line: string) => line.includes(`"id":${id}`) && line.includes('"result"')
  const hello = JSON.stringify({
    ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  })

  it('answers whoever says its token first, also when all of it comes at once', async () => {
    expect(await ask([token, hello, JSON.stringify({ ...LIST, id: 2 })], answers(2))).toContain('"sessions"')
  })

  it('says to anybody else why not, and ends', async () => {
    for (const first of ['lkb_wrong', '', 'x'.repeat(300), hello])
      expect(await ask([first, hello], (line) => line.includes('error'))).toContain('This token is not known')
  })

  it('goes on behind ten thousand broken frames', async () => {
    let state = 7
    const below = (limit: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % limit
    }
    const seeds = [hello, JSON.stringify({ ...LIST, id: 5 }), '[]', '{}', 'null', '{"jsonrpc":"2.0","id":9}']
    const broken = Array.from({ length: 10_000 }, () => {
      const frame = Buffer.from(seeds[below(seeds.length)] ?? hello)
      for (let n = 0; n <= below(6); n += 1) frame[below(frame.length)] = below(256)
      return frame.subarray(0, 1 + below(frame.length))
    })
    const lines = [token, hello, ...broken, JSON.stringify({ ...LIST, id: 77 })]
    expect(await ask(lines, answers(77))).toContain('"recv"')
  })

  it('asks nothing more of the app while its answers lie unread', async () => {
    const socket = connect({ path: at }).pause()
    const frames = 300
    for (const line of [token, hello]) socket.write(`${line}\n`)
    for (let id = 1; id <= frames; id += 1) socket.write(`${JSON.stringify({ ...LIST, id })}\n`)
    // both ends of it are in this process: what goes on goes on within a few turns
    let seen = -1
    for (let quiet = 0; quiet < 200; quiet += 1) {
      if (looked !== seen) quiet = 0
      seen = looked
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(seen).toBeGreaterThan(2)
    expect(seen).toBeLessThan(frames / 2)
    const last = new Promise<void>((resolve) => {
      let read = ''
      socket.setEncoding('utf8').on('data', (bit: string) => {
        read = (read + bit).slice(-100_000)
        if (read.includes(`"id":${frames}`) && read.endsWith('\n')) resolve()
      })
    })
    socket.resume()
    await last
    socket.destroy()
  })

  it('looks at nothing more of whoever has gone', async () => {
    const held = Promise.withResolvers<void>()
    mayBeLooked = held.promise
    const socket = connect({ path: at })
    socket.write(`${token}\n${'\n'.repeat(300)}`)
    await until(() => looked === 1)
    socket.destroy()
    await until(() => gone.count === 1)
    held.resolve()
    await settle()
    expect(looked).toBe(1)
  })

  it('does not keep whoever was turned away and stays', async () => {
    const socket = connect({ path: at, allowHalfOpen: true })
    socket.on('error', () => {}).write('lkb_wrong\n')
    socket.resume()
    await once(socket, 'end')
    const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()))
    for (const fn of timeOuts) fn()
    socket.write('x'.repeat(100_000))
    await gone
  })

  it('takes no frame that is larger than over HTTP', async () => {
    const big = JSON.stringify({ ...LIST, id: 3, params: { _meta: { x: 'x'.repeat(2 * 1024 * 1024) } } })
    expect(await ask([token, hello, big], answers(3))).toBeNull()
  })
})
