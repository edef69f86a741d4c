import { once } from 'node:events'
import { createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { type Agent, buildConnector, request } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settle } from '../testing/settle.ts'
import { createHalfClosableAgent, halfClosing } from './half-close.ts'
import { SELF_MADE } from './testing.ts'

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole'

describe.each(['http', 'https'])('half-closing a connection of %s', (scheme) => {
  let server: Server
  let agent: Agent
  let base: string
  let connections: Socket[]
  let onAsked: (socket: Socket) => void
  let leave: AbortController

  beforeEach(async () => {
    connections = []
    leave = new AbortController()
    onAsked = (socket) => socket.write(ANSWER)
    const onConnection = (socket: Socket) => {
      connections.push(socket)
      socket.on('data', () => onAsked(socket))
      socket.on('error', () => socket.destroy())
    }
    server =
      scheme === 'http'
        ? createPlainServer({ allowHalfOpen: true }, onConnection)
        : createTlsServer({ ...SELF_MADE, allowHalfOpen: true }, onConnection)
    server.listen(0)
    await once(server, 'listening')
    const address = server.address()
    base = `${scheme}://localhost:${typeof address === 'object' ? address?.port : ''}`
    agent = createHalfClosableAgent({ pipelining: 1 }, buildConnector({ ca: SELF_MADE.cert, allowH2: false }))
  })
  afterEach(async () => {
    await agent.destroy()
    for (const socket of connections) socket.destroy()
    server.close()
    await once(server, 'close')
  })

  async function ask(signal: AbortSignal, onUnsent = () => {}): Promise<string> {
    const answer = await request(base, { dispatcher: halfClosing(agent, signal, onUnsent) })
    return answer.body.text()
  }

  it('takes what the server writes when it has learned of it, and keeps the connection for nobody', async () => {
    onAsked = (socket) => {
      socket.once('end', () => socket.write(ANSWER))
      leave.abort()
    }
    expect(await ask(leave.signal)).toBe('whole')
    onAsked = (socket) => socket.write(ANSWER)
    expect(await ask(new AbortController().signal)).toBe('whole')
    expect(connections).toHaveLength(2)
  })

  it('fails when the server hangs up', async () => {
    onAsked = (socket) => {
      socket.once('end', () => socket.end())
      leave.abort()
    }
    await expect(ask(leave.signal)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
  })

  it('leaves the connection alone once the answer is here', async () => {
    expect(await ask(leave.signal)).toBe('whole')
    leave.abort()
    await settle()
    expect(await ask(new AbortController().signal)).toBe('whole')
    expect(connections).toHaveLength(1)
  })

  it('says so where nothing has been sent yet', async () => {
    let unsent = 0
    const asked = ask(leave.signal, () => {
      unsent += 1
    })
    leave.abort()
    expect(unsent).toBe(1)
    expect(await asked).toBe('whole')
  })
})
