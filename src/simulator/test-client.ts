import { randomInt, randomUUID } from 'node:crypto'
import type { Simulator, SimulatorOptions } from './index.ts'
import { startSimulator } from './index.ts'
import type { Timers } from './ports.ts'
import type { WireObject } from './wire.ts'
import { field, isObject, parseWire, textOf } from './wire.ts'

/** What a test sees of an answer. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** The answer as an object, ids beyond 2^53 as `bigint`; `{}` when it is no JSON object. */
  readonly json: WireObject
}

/** Timers that a test runs by hand. */
export class ManualTimers implements Timers {
  #now = 0
  readonly #waiting = new Set<{ readonly at: number; readonly run: () => void }>()

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.#now + ms, run }
    this.#waiting.add(entry)
    return () => this.#waiting.delete(entry)
  }

  /** How many runs are waiting. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Lets `ms` pass. */
  pass(ms: number): void {
    this.#now += ms
    for (const entry of [...this.#waiting].toSorted((one, other) => one.at - other.at)) {
      if (entry.at > this.#now || !this.#waiting.delete(entry)) continue
      entry.run()
    }
  }
}

/** A well-behaved client of one token, written apart from the product's own. */
export class TestClient {
  readonly url: string
  readonly token: string | undefined

  constructor(url: string, token?: string) {
    this.url = url
    this.token = token
  }

  /** POST with every header of fact sheet 1.3 and `base_info`. */
  post(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
    const base_info = { channel_version: '2.4.9', bot_agent: 'Linkboard/0.1.0' }
    const qr = path.startsWith('get_bot_qrcode')
    return this.raw(path, {
      method: 'POST',
      headers: this.headers(),
      body: JSON.stringify(qr ? body : { ...body, base_info }),
      ...(signal ? { signal } : {}),
    })
  }

  /** A request exactly as given. */
  async raw(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.url}/ilink/bot/${path}`, init)
    const text = await response.text()
    const value = text.startsWith('{') ? parseWire(text) : {}
    return { status: response.status, text, json: isObject(value) ? value : {} }
  }

  headers(): Record<string, string> {
    return {
      'Content-Type': 'application/json',
      AuthorizationType: 'ilink_bot_token',
      'X-WECHAT-UIN': Buffer.from(String(randomInt(2 ** 32))).toString('base64'),
      'iLink-App-Id': 'bot',
      'iLink-App-ClientVersion': '132105',
      ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
    }
  }

  status(qrcode: string, code?: string, url = this.url): Promise<Answer> {
    const query = new URLSearchParams({ qrcode, ...(code === undefined ? {} : { verify_code: code }) })
    const headers = { 'iLink-App-Id': 'bot', 'iLink-App-ClientVersion': '132105' }
    return new TestClient(url).raw(`get_qrcode_status?${query}`, { headers })
  }

  async newCode(tokens: readonly string[] = []): Promise<string> {
    const answer = await this.post('get_bot_qrcode?bot_type=3', { local_token_list: tokens })
    return textOf(answer.json, 'qrcode') ?? ''
  }

  poll(cursor = '', signal?: AbortSignal): Promise<Answer> {
    return this.post('getupdates', { get_updates_buf: cursor }, signal)
  }

  /** Sends a text; `over` replaces members of the message. */
  send(to: string, text: string, over: object = {}): Promise<Answer> {
    return this.post('sendmessage', {
      msg: {
        from_user_id: '',
        to_user_id: to,
        client_id: `test-${randomUUID()}`,
        message_type: 2,
        message_state: 2,
        item_list: [{ type: 1, text_item: { text } }],
        ...over,
      },
    })
  }
}

/** The texts of a getupdates answer's messages, in order. */
export function textsOf(answer: Answer): (string | undefined)[] {
  return messagesOf(answer).map((message) => {
    const items = field(message, 'item_list')
    return textOf(field(Array.isArray(items) ? items[0] : undefined, 'text_item'), 'text')
  })
}

/** The messages of a getupdates answer. */
export function messagesOf(answer: Answer): WireObject[] {
  const messages = field(answer.json, 'msgs')
  return Array.isArray(messages) ? messages.filter(isObject) : []
}

/** A simulator with one account that is signed in and hand-run timers. */
export async function startWithBot(
  options: SimulatorOptions = {},
  account: object = {},
): Promise<{ sim: Simulator; timers: ManualTimers; client: TestClient; userId: string; token: string }> {
  const timers = new ManualTimers()
  const sim = await startSimulator({ seed: 1, timers, stale: 'ret', ...options })
  const { bound, userId } = sim.world.addAccount({ account: 'shop', bound: true, ...account })
  const token = bound?.botToken ?? ''
  return { sim, timers, client: new TestClient(sim.url, token), userId, token }
}

/** Waits, turn by turn of the event loop, until something has happened. */
export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve))
}
