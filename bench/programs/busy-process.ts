import { setTimeout as delay } from 'node:timers/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { answerCalls } from '../frame/side.ts'
import type { BusyCalls, Prepared } from './calls.ts'
import { keyOf, toPrepared } from './prepared.ts'

// A program of somebody else's that uses what it may: it waits for messages, and asks for everything in turn.

/** Calls begun in a second, beside those that receive; more than twenty of both are refused. */
const A_SECOND = 14
/** Between one that received and the next: where messages come all the time, each is answered at once. */
const RECEIVE_EVERY_MS = 250
const ATTACK_A_SECOND = 1_000
const HEADERS = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' }
const CALL = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'sessions', arguments: {} },
})
const REFUSED = /"isError":true/
const TURNS = ['conversations', 'history', 'sessions', 'reachable'] as const

interface Work {
  client: Client
  timer: NodeJS.Timeout
  isOver: boolean
}

let work: Work | null = null
let answers: Record<string, Prepared> = {}
let answered = 0
let failed = 0

/** What the end of the work cuts off counts as neither. */
function call(of: Work, name: string, input: Record<string, unknown>): Promise<void> {
  const count = (isAnswered: boolean) => {
    if (of.isOver) return
    if (isAnswered) answered += 1
    else failed += 1
  }
  return of.client.callTool({ name, arguments: input }).then(
    ({ isError }) => count(isError !== true),
    () => count(false),
  )
}

/** Asks, and keeps what was answered until another answer to the same comes. */
async function asked(address: string | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(address, init)
  const { key } = keyOf(init?.method ?? 'GET', typeof init?.body === 'string' ? init.body : '')
  const type = answer.headers.get('content-type')
  const copy = answer.clone()
  // what stays open is not waited for
  void copy.text().then(
    (body) => {
      const prepared = toPrepared(answer.status, type, body)
      if (!REFUSED.test(prepared.result ?? '')) answers[key] = prepared
    },
    () => undefined,
  )
  return answer
}

async function receive(of: Work): Promise<void> {
  while (!of.isOver) {
    await call(of, 'recv', { timeout: 1 })
    await delay(RECEIVE_EVERY_MS)
  }
}

answerCalls<BusyCalls>({
  async begin({ url, token, isRecorded }) {
    const client = new Client({ name: 'bench', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${token}` } }
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), { requestInit, ...(isRecorded && { fetch: asked }) }),
    )
    let turn = 0
    const begun: Work = {
      client,
      timer: setInterval(() => {
        turn += 1
        void call(begun, TURNS[turn % TURNS.length] ?? 'sessions', {})
      }, 1_000 / A_SECOND),
      isOver: false,
    }
    work = begun
    void receive(begun)
    return null
  },
  isRecorded: () => [...TURNS, 'recv'].every((name) => name in answers),
  async attack({ url, token, seconds }) {
    const asking: Promise<boolean>[] = []
    const ask = async () => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...HEADERS, authorization: `Bearer ${token}` },
        body: CALL,
      })
      await answer.text()
      return answer.status === 200
    }
    const until = performance.now() + seconds * 1_000
    while (performance.now() < until) {
      for (let n = 0; n < ATTACK_A_SECOND / 100; n += 1) asking.push(ask().catch(() => false))
      await delay(10)
    }
    const all = await Promise.all(asking)
    return { asked: all.length, lookedAt: all.filter(Boolean).length }
  },
  async end() {
    if (work !== null) {
      work.isOver = true
      clearInterval(work.timer)
      await work.client.close()
    }
    work = null
    const counted = { answered, failed, answers }
    answered = 0
    failed = 0
    answers = {}
    return counted
  },
})
