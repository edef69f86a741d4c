import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { answerCalls } from '../frame/side.ts'
import type { Flood, Moment, Seen, ServerCalls } from './calls.ts'
import { now } from './times.ts'

// An iLink server that does nothing but hold polls and hand messages out, and forgets what it handed out.

const HOLD_MS = 35_000

interface Waiting {
  readonly number: number
  readonly json: string
}

interface Account {
  readonly token: string
  queue: Waiting[]
  readonly polls: Set<ServerResponse>
  readonly sockets: Set<Socket>
  /** When the last answer with messages left, until the poll after it. */
  answeredAt: number | null
  answers: number
}

interface Group {
  readonly accounts: Map<string, Account>
  gaps: number[]
  mostPollsOfOne: number
  mostConnectionsOfOne: number
  mostConnectionsOfAll: number
}

const groups = new Map<string, Group>()
const ownerOf = new WeakMap<Socket, Account>()
/** When the answer with a message left. */
const leftAt = new Map<number, number>()
let messages = 0

function groupOf(token: string): Group {
  const name = token.slice(0, token.lastIndexOf('-'))
  const known = groups.get(name)
  if (known !== undefined) return known
  const group = {
    accounts: new Map(),
    ...{ gaps: [], mostPollsOfOne: 0, mostConnectionsOfOne: 0, mostConnectionsOfAll: 0 },
  }
  groups.set(name, group)
  return group
}

function accountOf(token: string): Account {
  const { accounts } = groupOf(token)
  const known = accounts.get(token)
  if (known !== undefined) return known
  const account = { token, queue: [], polls: new Set<ServerResponse>(), sockets: new Set<Socket>() }
  const opened = { ...account, answeredAt: null, answers: 0 }
  accounts.set(token, opened)
  return opened
}

/** A connection belongs to the account that used it last. */
function noteConnection(socket: Socket, account: Account): void {
  const before = ownerOf.get(socket)
  if (before === account) return
  if (before === undefined) socket.once('close', () => ownerOf.get(socket)?.sockets.delete(socket))
  before?.sockets.delete(socket)
  ownerOf.set(socket, account)
  account.sockets.add(socket)
  const group = groupOf(account.token)
  group.mostConnectionsOfOne = Math.max(group.mostConnectionsOfOne, account.sockets.size)
  const all = [...group.accounts.values()].reduce((sum, { sockets }) => sum + sockets.size, 0)
  group.mostConnectionsOfAll = Math.max(group.mostConnectionsOfAll, all)
}

function answer(account: Account, response: ServerResponse): void {
  account.polls.delete(response)
  const { queue } = account
  account.queue = []
  account.answers += 1
  const list = queue.map(({ json }) => json).join(',')
  const cursor = Buffer.from(`${account.token} ${account.answers}`).toString('base64')
  const body = `{"ret":0,"msgs":[${list}],"get_updates_buf":"${cursor}","longpolling_timeout_ms":${HOLD_MS}}`
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  const at = now()
  response.end(body)
  for (const { number } of queue) leftAt.set(number, at)
  account.answeredAt = queue.length > 0 ? at : null
}

function poll(account: Account, response: ServerResponse): void {
  const group = groupOf(account.token)
  if (account.answeredAt !== null) group.gaps.push(now() - account.answeredAt)
  account.answeredAt = null
  account.polls.add(response)
  group.mostPollsOfOne = Math.max(group.mostPollsOfOne, account.polls.size)
  if (account.queue.length > 0) {
    answer(account, response)
    return
  }
  const timer = setTimeout(() => answer(account, response), HOLD_MS)
  response.once('close', () => {
    clearTimeout(timer)
    account.polls.delete(response)
  })
}

const server = createServer((request: IncomingMessage, response) => {
  const account = accountOf(request.headers.authorization?.replace('Bearer ', '') ?? '')
  noteConnection(request.socket, account)
  request.resume()
  if (request.url?.endsWith('/getupdates') === true) request.once('end', () => poll(account, response))
  else response.end('{"ret":0}')
})

/** A message as the real server writes it: its id is beyond what a number holds. */
function wire(number: number, { token }: Account): string {
  const at = Date.now()
  const person = `o9cq80_Bench${token.replaceAll(/[^a-z0-9]/g, '')}@im.wechat`
  return `{"seq":${number},"message_id":${7_490_000_000_000_000_000n + BigInt(number)},"from_user_id":"${person}","to_user_id":"${token}@im.bot","client_id":"bench-${number}","create_time_ms":${at},"update_time_ms":${at},"delete_time_ms":0,"session_id":"${person}#${token}@im.bot","group_id":"","message_type":1,"message_state":2,"item_list":[{"type":1,"create_time_ms":${at},"update_time_ms":${at},"is_completed":true,"text_item":{"text":"#${number}# 请问这件今天还有货吗？"}}],"context_token":"AARzBenchContextToken${number}=="}`
}

function write(account: Account): number {
  messages += 1
  account.queue.push({ number: messages, json: wire(messages, account) })
  const [open] = account.polls
  if (open !== undefined) answer(account, open)
  return messages
}

async function flood({ group, accounts, messages: count, perSecond }: Flood): Promise<readonly Moment[]> {
  const start = now()
  const numbers: number[] = []
  for (let index = 0; index < count; index += 1) {
    const wait = perSecond === null ? 0 : start + (index * 1000) / perSecond - now()
    if (wait > 0) await delay(wait)
    numbers.push(write(accountOf(`${group}-${index % accounts}`)))
  }
  while (numbers.some((number) => !leftAt.has(number))) await delay(10)
  return numbers.map((number) => [number, leftAt.get(number) ?? Number.NaN])
}

function seen(name: string): Seen {
  const group = groupOf(`${name}-0`)
  const { gaps, mostPollsOfOne, mostConnectionsOfOne, mostConnectionsOfAll } = group
  group.gaps = []
  return { gaps, mostPollsOfOne, mostConnectionsOfOne, mostConnectionsOfAll }
}

server.listen(0, '127.0.0.1')
await once(server, 'listening')
answerCalls<ServerCalls>({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  flood,
  seen,
  polling: (group) =>
    [...groupOf(`${group}-0`).accounts.values()].filter(({ polls }) => polls.size > 0).length,
})
