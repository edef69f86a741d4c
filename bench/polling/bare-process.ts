import { answerCalls } from '../frame/side.ts'
import type { BareCalls, Moment } from './calls.ts'
import { DurablePages } from './durable-pages.ts'
import { now, used } from './times.ts'

// The floor: polls by nothing but fetch, and the moment in which each message is known. Called with `durable` it is known
// once one page of a file is durable, one for all that a turn of the event loop brings.

const pages = process.argv[2] === 'durable' ? new DurablePages() : null
let arrivals: Moment[] = []
let waiting: { readonly numbers: readonly number[]; go(): void }[] = []

function note(numbers: readonly number[], at: number): void {
  for (const number of numbers) arrivals.push([number, at])
}

function commit(durable: DurablePages): void {
  const committed = waiting
  waiting = []
  durable.append()
  const at = now()
  for (const { numbers, go } of committed) {
    note(numbers, at)
    go()
  }
}

function madeDurable(durable: DurablePages, numbers: readonly number[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  waiting.push({ numbers, go: resolve })
  if (waiting.length === 1) setImmediate(() => commit(durable))
  return promise
}

async function pollForEver(url: string, token: string): Promise<never> {
  let cursor = ''
  for (;;) {
    const response = await fetch(`${url}/ilink/bot/getupdates`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ get_updates_buf: cursor }),
    })
    const answer = JSON.parse(await response.text())
    const at = now()
    const numbers = answer.msgs.map(({ client_id }: { client_id: string }) =>
      Number(client_id.slice('bench-'.length)),
    )
    if (pages === null || numbers.length === 0) note(numbers, at)
    else await madeDurable(pages, numbers)
    cursor = answer.get_updates_buf
  }
}

answerCalls<BareCalls>({
  poll({ url, group, accounts }) {
    for (let index = 0; index < accounts; index += 1) void pollForEver(url, `${group}-${index}`)
    return null
  },
  arrived: () => arrivals.length,
  used,
  take() {
    const taken = arrivals
    arrivals = []
    return taken
  },
})
