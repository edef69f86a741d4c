import { answerCalls } from '../frame/side.ts'
import type { BareCalls, Moment } from './calls.ts'
import { now, used } from './times.ts'

// The floor: polls by nothing but fetch, and the moment in which each message is known.

let arrivals: Moment[] = []

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
    for (const { client_id } of answer.msgs) arrivals.push([Number(client_id.slice('bench-'.length)), at])
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
