import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { messagesLeft } from '#shared/model/reply-window.ts'
import type { Random } from '#simulator/index.ts'
import type { AppCalls } from './app-process.ts'
import { type Child, ProcessGoneError } from './channel.ts'
import type { ServerCalls } from './server-process.ts'

const TICK_MS = 200

/** Something the operator asked to be sent. */
export interface Asked {
  account: string
  text: string
  input: InputOf<'outbox.sendText'>
  /** The app said that it is queued; until then it is asked again, under the same request id. */
  state: 'asking' | 'taken' | 'declined'
}

/**
 * The operator: answers people, types, reconnects, sends what waits, and signs accounts in again. The
 * app may be killed under every one of these.
 */
export class Operator {
  readonly #server: Child<ServerCalls>
  readonly #random: Random
  readonly #perTick: number
  readonly asked: Asked[] = []
  /** Accounts bound elsewhere and not yet signed in again. */
  readonly #broken = new Set<string>()
  signIns = 0
  #app: Child<AppCalls>
  #isWriting = true
  #isStopped = false
  #owed = 0

  /** @param sendsPerSecond over all accounts */
  constructor(parts: {
    server: Child<ServerCalls>
    app: Child<AppCalls>
    random: Random
    sendsPerSecond: number
  }) {
    this.#server = parts.server
    this.#app = parts.app
    this.#random = parts.random
    this.#perTick = (parts.sendsPerSecond * TICK_MS) / 1000
  }

  /** The app was started anew. */
  set app(app: Child<AppCalls>) {
    this.#app = app
  }

  /** Works until stopped. */
  async work(): Promise<void> {
    while (!this.#isStopped) {
      await this.#turn().catch((error: unknown) => {
        if (!(error instanceof ProcessGoneError)) throw error
      })
      await pause(TICK_MS)
    }
  }

  /** Begins no more sends; accounts are still signed in again. */
  finishWriting(): void {
    this.#isWriting = false
  }

  stop(): void {
    this.#isStopped = true
  }

  /** The owner binds another client; from now on this account has to be signed in again. */
  async lose(account: string): Promise<void> {
    this.#broken.add(account)
    await this.#server.call('bindElsewhere', account)
  }

  /** Everything asked was taken or declined, and every account is signed in. */
  get isIdle(): boolean {
    return this.#broken.size === 0 && this.asked.every(({ state }) => state !== 'asking')
  }

  /** Whether nothing is left to send by itself. */
  async isOutboxIdle(): Promise<boolean> {
    const history = await this.#app.call('history', null)
    return history.every(({ sendState }) => sendState !== 'queued' && sendState !== 'sending')
  }

  async #turn(): Promise<void> {
    const snapshot = await this.#request('app.snapshot', undefined)
    if (snapshot === null) return
    await this.#signIn(snapshot)
    for (const asked of this.asked) if (asked.state === 'asking') await this.#ask(asked)
    for (const { id, waiting, waitingOffered } of snapshot.conversations) {
      if (waiting > 0 && waitingOffered) await this.#request('outbox.sendWaiting', { conversationId: id })
    }
    if (!this.#isWriting) return
    this.#owed += this.#perTick
    for (; this.#owed >= 1; this.#owed -= 1) await this.#write(snapshot)
    if (this.#random.below(50) === 0) await this.#reconnect(snapshot)
  }

  async #write(snapshot: Snapshot): Promise<void> {
    const open = snapshot.conversations.filter((one) => messagesLeft(one, Date.now()) > 0)
    const conversation = open[this.#random.below(open.length)]
    if (conversation === undefined) return
    await this.#request('conversations.typing', { id: conversation.id, typing: this.#random.below(4) > 0 })
    const text = `s-${String(this.asked.length + 1).padStart(5, '0')}`
    const input = { conversationId: conversation.id, requestId: randomUUID(), text, force: false }
    const asked: Asked = { account: nameOf(snapshot, conversation), text, input, state: 'asking' }
    this.asked.push(asked)
    await this.#ask(asked)
  }

  async #ask(asked: Asked): Promise<void> {
    const taken = await this.#request('outbox.sendText', asked.input)
    asked.state = taken === null ? 'declined' : 'taken'
  }

  /** Only where the server repeats what an aborted poll may have carried. */
  async #reconnect({ accounts }: Snapshot): Promise<void> {
    const account = accounts[2 * this.#random.below(Math.ceil(accounts.length / 2))]
    if (account !== undefined) await this.#request('accounts.reconnect', { id: account.id })
  }

  async #signIn({ accounts, signIns }: Snapshot): Promise<void> {
    for (const { id, alias } of accounts) {
      if (alias === null || !this.#broken.has(alias)) continue
      const attempt = signIns.find(({ accountId }) => accountId === id)
      if (attempt === undefined) {
        await this.#request('signIn.start', { label: alias, accountId: id })
      } else if (attempt.ended) {
        const isDone = attempt.status === 'signed-in' || attempt.status === 'already-connected'
        if (isDone && this.#broken.delete(alias)) this.signIns += 1
        await this.#request('signIn.dismiss', { id: attempt.id })
      } else {
        const qrcode = new URL(attempt.qrContent ?? 'none:').searchParams.get('qrcode')
        if (qrcode === null) continue
        await this.#server.call('scan', { account: alias, qrcode })
        if (attempt.status === 'scanned') await this.#server.call('confirm', { qrcode })
      }
    }
  }

  /** Null when the app declines. */
  async #request<N extends RequestName>(name: N, input: InputOf<N>): Promise<OutputOf<N> | null> {
    const { value, refused } = await this.#app.call('request', { name, input })
    return refused === null ? (value as OutputOf<N>) : null
  }
}

function nameOf({ accounts }: Snapshot, { accountId }: ConversationSummary): string {
  return accounts.find(({ id }) => id === accountId)?.alias ?? ''
}
