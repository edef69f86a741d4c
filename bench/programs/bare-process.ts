import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerCalls } from '../frame/side.ts'
import type { BareCalls, PreparedAnswers } from './calls.ts'
import { keyOf } from './prepared.ts'

// Answers a program as Linkboard did, out of its hand: what a busy program costs a machine besides what Linkboard does for it.

let answers: PreparedAnswers = {}

async function textOf(request: IncomingMessage): Promise<string> {
  const read: Buffer[] = []
  for await (const bytes of request as AsyncIterable<Buffer>) read.push(bytes)
  return Buffer.concat(read).toString('utf8')
}

const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    const { id, key } = keyOf(request.method ?? 'GET', body)
    const prepared = answers[key]
    if (prepared === undefined) return response.writeHead(405).end()
    const { status, type, result } = prepared
    response.writeHead(status, type === null ? {} : { 'content-type': type })
    if (result === null) return response.end()
    const message = `{"jsonrpc":"2.0","id":${id},"result":${result}}`
    const isStream = type?.startsWith('text/event-stream') === true
    return response.end(isStream ? `event: message\ndata: ${message}\n\n` : message)
  })
})

answerCalls<BareCalls>({
  answerWith(prepared) {
    answers = prepared
    return new Promise((resolve) => {
      const told = () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`)
      if (server.listening) told()
      else server.listen(0, '127.0.0.1', told)
    })
  },
})
