import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSystemClock } from '#core/system-ports.ts'
import { createTestPrograms } from '../testing.ts'
import { WrongTokens } from '../wrong-tokens.ts'
import { type HttpDoor, openHttpDoor } from './http-door.ts'
import { Knocks } from './knocks.ts'

describe('the door over HTTP', { timeout: 20_000 }, () => {
  let door: HttpDoor
  let token: string

  beforeEach(() => open(200))
  afterEach(() => door.close())

  async function open(arrivalMs: number): Promise<void> {
    const clock = createSystemClock()
    const { programs, guests } = createTestPrograms()
    token = programs.allow({ name: 'Helper', scope: 'read', accounts: null }).token
    door = await openHttpDoor(
      {
        ...{ clock, programs, guests, version: '1' },
        wrongTokens: new WrongTokens(clock, () => {}),
        knocks: new Knocks(clock),
        left: () => () => {},
        failed(error) {
          throw error
        },
      },
      null,
      arrivalMs,
    )
  }

  it('gives up on a body that does not come to its end', async () => {
    const socket = connect({ port: door.port, host: '127.0.0.1' })
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    )
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      socket.setEncoding('utf8').on('data', (bit: string) => {
        text += bit
      })
      socket.on('close', () => resolve(text))
    })
    expect(answer.split('\r\n', 1)[0]).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  function post(body: string | ReadableStream): Promise<Response> {
    return fetch(`http://127.0.0.1:${door.port}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      ...{ body, duplex: 'half' },
    })
  }

  const list = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/list', params: {} })

  it('takes one message at a time, whose cost is what is counted', async () => {
    expect((await post(JSON.stringify(list(1)))).status).toBe(200)
    for (const batch of [[list(1), list(2)], [list(1)], []])
      expect((await post(` \n${JSON.stringify(batch)}`)).status).toBe(400)
  })

  it('reads no more than a body may hold, whatever its sender says of it', async () => {
    const endless = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
    })
    const status = await post(endless).then(
      (response) => response.status,
      () => 413,
    )
    expect(status).toBe(413)
  })

  it('holds few answers open for a program, and has room again once they are read', async () => {
    await door.close()
    await open(60_000)
    // whoever never ends what they ask has one open
    const asking = Array.from({ length: 32 }, () => {
      const socket = connect({ port: door.port, host: '127.0.0.1' })
      socket.on('error', () => {})
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nAuthorization: Bearer ${token}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      )
      return socket
    })
    await vi.waitFor(async () => expect((await post(JSON.stringify(list(1)))).status).toBe(429))
    for (const socket of asking) socket.destroy()
    await vi.waitFor(async () => expect((await post(JSON.stringify(list(1)))).status).toBe(200))
  })
})
