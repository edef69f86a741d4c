import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { OrderMessage, type RoughReport } from './server.ts'

// An iLink server that behaves badly on order, in a process of its own. It forgets what it has begun to deliver.

/** The hold that it names, so that what depends on it shows within seconds. */
const HOLD_MS = 1_000
const TICK_MS = 50

/** The next poll gets this; null while there is nothing. */
let waiting: { body: Buffer; bytesPerSecond: number | null } | null = null

const report = (message: RoughReport): void => void process.send?.(message)

function textMessage(number: number, bytes: number): Record<string, unknown> {
  return {
    message_id: 7_490_000_000 + number,
    from_user_id: 'o9cq80_BenchUser0000000000001@im.wechat',
    to_user_id: 'bench@im.bot',
    create_time_ms: Date.now(),
    message_type: 1,
    item_list: [{ type: 1, text_item: { text: `${number} ${'x'.repeat(bytes)}` } }],
    context_token: 'Y29udGV4dA==',
  }
}

function bodyOf(order: OrderMessage): Buffer {
  const list =
    order.kind === 'messages'
      ? Array.from({ length: order.count }, (_, index) =>
          JSON.stringify(textMessage(index, order.bytesEach)),
        ).join(',')
      : Array(Math.floor(order.bytes / 3))
          .fill('{}')
          .join(',')
  return Buffer.from(
    `{"ret":0,"msgs":[${list}],"get_updates_buf":"YmVuY2g=","longpolling_timeout_ms":${HOLD_MS}}`,
  )
}

async function deliver(response: ServerResponse, body: Buffer, bytesPerSecond: number | null): Promise<void> {
  response.once('close', () => report({ kind: 'delivered', isWhole: response.writableFinished }))
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
  if (bytesPerSecond === null) {
    response.end(body)
    return
  }
  const piece = Math.ceil((bytesPerSecond * TICK_MS) / 1000)
  for (let at = 0; at < body.length && !response.closed; at += piece) {
    response.write(body.subarray(at, at + piece))
    await delay(TICK_MS)
  }
  response.end()
}

async function poll(response: ServerResponse): Promise<void> {
  report({ kind: 'polled' })
  for (let waited = 0; waiting === null && waited < HOLD_MS && !response.closed; waited += TICK_MS) {
    await delay(TICK_MS)
  }
  if (response.closed) return
  const taken = waiting
  waiting = null
  if (taken === null) response.end(`{"ret":0,"msgs":[],"longpolling_timeout_ms":${HOLD_MS}}`)
  else await deliver(response, taken.body, taken.bytesPerSecond)
}

const server = createServer((request: IncomingMessage, response) => {
  request.resume()
  if (request.url?.endsWith('/getupdates') === true) void poll(response)
  else response.end('{"ret":0}')
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.on('message', (message) => {
  const order = OrderMessage.parse(message)
  waiting = {
    body: bodyOf(order),
    bytesPerSecond: order.kind === 'messages' ? order.bytesPerSecond : null,
  }
})
process.once('disconnect', () => process.exit())
report({ kind: 'listening', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
