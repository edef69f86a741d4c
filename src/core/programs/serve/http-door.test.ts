import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSystemClock } from '#core/system-ports.ts'
import { createTestPrograms } from '../testing.ts'
import { WrongTokens } from '../wrong-tokens.ts'
import { type HttpDoor, openHttpDoor } from './http-door.ts'
import { Knocks } from './knocks.ts'

describe('the door over HTTP', { timeout: 20_000 }, () => {
  let door: HttpDoor
  let token: string

  beforeEach(async () => {
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
      200,
    )
  })
  afterEach(() => door.close())

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
})
