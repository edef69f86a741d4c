import { createServer, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { type Order, STAGES, type Stage } from './forgetful-server-stages.ts'

/** The thread of `ForgetfulServer`: it goes on while the thread of the test is held up. */

const told = new Int32Array(workerData)
let poll: Socket | null = null

function tell(stage: Stage, count = 1): void {
  const at = STAGES.indexOf(stage)
  Atomics.add(told, at, count)
  Atomics.notify(told, at)
}

/** A whole answer, in one piece. */
function answerOf({ messages, bytesEach }: Extract<Order, { kind: 'answer' }>): string {
  const msgs = Array.from({ length: messages }, (_, index) => ({
    message_id: index + 1,
    from_user_id: 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat',
    item_list: [{ type: 1, text_item: { text: 'x'.repeat(bytesEach) } }],
  }))
  const body = JSON.stringify({ ret: 0, msgs, get_updates_buf: 'bmV4dA==' })
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  let asked = ''
  socket.on('data', (bytes) => {
    asked += bytes.toString('latin1')
    // the body of a poll ends with the base_info of its object
    if (!asked.endsWith('}}')) return
    asked = ''
    poll = socket
    tell('asked')
  })
  socket.on('end', () => tell('left'))
  socket.on('error', () => socket.destroy())
})

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'answer') {
    poll?.write(answerOf(order), () => tell('handed-over'))
    tell('answering')
  } else if (order.kind === 'hang-up') {
    poll?.end()
  } else {
    poll?.destroy()
    server.close()
    parentPort?.close()
  }
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  tell('listening', typeof address === 'object' && address !== null ? address.port : 0)
})
