import { setTimeout as delay } from 'node:timers/promises'
import { unreachable } from '#shared/unreachable.ts'
import { type PollEvent, startSimulator } from '#simulator/index.ts'
import type { Call, Flood, Flushed, FromServer, Identity } from './server.ts'

// The iLink server of this bench and everybody who writes, in a process of their own.

const simulator = await startSimulator({ seed: 1 })
const { world } = simulator
/** When the answer with a message had left, by the message's number. */
const flushedAt = new Map<number, number>()
let nextNumber = 1

function tell(message: FromServer): void {
  process.send?.(message)
}

/** Unix milliseconds with fractions, comparable between processes and pages of one computer. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

function nameOf(group: string, index: number): string {
  return `${group}-${index}`
}

world.onPoll((event: PollEvent) => {
  if (event.kind !== 'answered') return
  const at = now()
  const text = JSON.stringify(event.messages, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  for (const [, number] of text.matchAll(/#(\d+)#/g)) flushedAt.set(Number(number), at)
})

/** Accounts with their tokens, for a client that does not sign in. */
function bind(group: string, count: number): Identity[] {
  return Array.from({ length: count }, (_, index) => {
    const { bound } = world.addAccount({ account: nameOf(group, index), bound: true })
    if (bound === undefined) throw new Error('the account was not bound')
    return { token: bound.botToken, url: simulator.url }
  })
}

/**
 * From now on each code that is asked for is scanned and confirmed by the next account of the group.
 * @returns the user ids of their owners
 */
function expectScans(group: string, count: number): string[] {
  const owners = Array.from(
    { length: count },
    (_, index) => world.addAccount({ account: nameOf(group, index) }).userId,
  )
  let next = 0
  const stop = world.onCode((qrcode) => {
    if (next === count) {
      stop()
      return
    }
    world.scan({ account: nameOf(group, next), qrcode })
    world.confirm({ qrcode })
    next += 1
  })
  return owners
}

/** People write in turn to the accounts of a group, evenly spread over time; resolves once all of it has left. */
async function flood({ group, accounts, perSecond, seconds }: Flood): Promise<Flushed[]> {
  const start = performance.now()
  const sent: Flushed[] = []
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = start + (index * 1000) / perSecond - performance.now()
    if (wait > 0) await delay(wait)
    const number = nextNumber
    nextNumber += 1
    const account = index % accounts
    world.inject({ account: nameOf(group, account), text: `#${number}# 请问这件今天还有货吗？` })
    sent.push({ number, account, at: Number.NaN })
  }
  while (sent.some(({ number }) => !flushedAt.has(number))) await delay(20)
  return sent.map((one) => ({ ...one, at: flushedAt.get(one.number) ?? Number.NaN }))
}

async function answer(call: Call): Promise<unknown> {
  switch (call.kind) {
    case 'bind':
      return bind(call.group, call.count)
    case 'expect-scans':
      return expectScans(call.group, call.count)
    case 'flood':
      return await flood(call.flood)
    default:
      return unreachable(call)
  }
}

process.on('message', (message: { id: number; call: Call }) => {
  void answer(message.call).then(
    (value) => tell({ kind: 'answer', id: message.id, value }),
    (error: unknown) => tell({ kind: 'failure', id: message.id, words: String(error) }),
  )
})
tell({ kind: 'ready', url: simulator.url, cdnUrl: simulator.cdnUrl })
