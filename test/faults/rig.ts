import { vi } from 'vitest'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { Message, MessagePart } from '#shared/model/message.ts'
import type { AddAccountArgs, CallName, FaultOrder } from '#simulator/index.ts'
import { AppHarness } from '#test/support/app-harness.ts'
import { createQuickTime } from '#test/support/quick-time.ts'

/** Ten times as fast as the wall: a backoff of 2 s takes 0.2 s, the timeout of a send 1.5 s. */
const FACTOR = 10
/** Only so that a cell that hangs fails with its own name. */
const PATIENCE_MS = 10_000

/** A fault of a cell; call and account are the cell's. */
export type CellFault = Omit<FaultOrder, 'call' | 'account'>

function textOf(part: MessagePart | undefined): string {
  return part?.kind === 'text' ? part.text : `(${part?.kind})`
}

/** One app and one simulator for a row of the matrix; each cell has an account of its own. */
export class Rig {
  readonly harness: AppHarness

  private constructor(harness: AppHarness) {
    this.harness = harness
  }

  static async start(): Promise<Rig> {
    const { clock, timers } = createQuickTime(FACTOR)
    const harness = await AppHarness.start({ clock, timers, holdMs: 20_000, statusHoldMs: 10_000 }, { clock })
    await harness.request('settings.update', { typingIndicator: true })
    return new Rig(harness)
  }

  end(): Promise<void> {
    return this.harness.end()
  }

  /** Makes a bot whose messages are repeated until acknowledged, and trouble for it. */
  prepare(name: string, settings: AddAccountArgs = {}): Cell {
    const { world } = this.harness.simulator
    const { bound } = world.addAccount({ account: name, bound: true, ackMode: 'acknowledged', ...settings })
    if (bound === undefined) throw new Error('nothing was bound')
    return new Cell(this.harness, name, async () => {
      const { botToken: token, botId, userId: ownerUserId, baseUrl } = bound
      const adoption = { token, botId, ownerUserId, baseUrl: baseUrl ?? this.harness.simulator.url }
      return this.harness.app.adopt(adoption, { alias: name, contacts: [] })
    })
  }
}

/** One account in one kind of trouble, seen from its phone, its operator and its server. */
export class Cell {
  readonly #harness: AppHarness
  readonly #name: string
  readonly #bind: () => Promise<AccountId>
  #id: AccountId | null = null

  constructor(harness: AppHarness, name: string, bind: () => Promise<AccountId>) {
    this.#harness = harness
    this.#name = name
    this.#bind = bind
  }

  /** The account comes into the app. */
  async adopt(): Promise<void> {
    this.#id = await this.#bind()
  }

  get id(): AccountId {
    if (this.#id === null) throw new Error('not adopted yet')
    return this.#id
  }

  order(call: FaultOrder['call'], fault: CellFault): void {
    this.#harness.simulator.world.fault({ ...fault, call, account: this.#name })
  }

  /** How many faults ordered for this account have not struck. */
  get left(): number {
    const { world } = this.#harness.simulator
    const before = world.fault({ clear: true, account: 'nobody' }).standing
    return before - world.fault({ clear: true, account: this.#name }).standing
  }

  /** The owner writes these. */
  write(...texts: string[]): void {
    for (const text of texts) this.#harness.simulator.world.inject({ account: this.#name, text })
  }

  /** The one conversation, once the account has it. */
  async conversationId(): Promise<ConversationId> {
    const snapshot = await this.#harness.request('app.snapshot', undefined)
    const conversation = snapshot.conversations.find(({ accountId }) => accountId === this.id)
    if (conversation === undefined) throw new Error('no conversation')
    return conversation.id
  }

  async messages(): Promise<Message[]> {
    const conversationId = await this.conversationId()
    const page = await this.#harness.request('messages.page', { conversationId, limit: 200 })
    return page.messages
  }

  /** What the operator reads of the owner, in order. */
  async received(): Promise<string[]> {
    const messages = await this.messages()
    return messages.filter(({ direction }) => direction === 'in').map(({ parts }) => textOf(parts[0]))
  }

  async state(): Promise<string | undefined> {
    const { accounts } = await this.#harness.request('app.snapshot', undefined)
    return accounts.find(({ id }) => id === this.id)?.state
  }

  async unreadable(): Promise<number | undefined> {
    const { accounts } = await this.#harness.request('app.snapshot', undefined)
    return accounts.find(({ id }) => id === this.id)?.unreadableCount
  }

  async send(text: string): Promise<void> {
    const conversationId = await this.conversationId()
    const requestId = crypto.randomUUID()
    await this.#harness.request('outbox.sendText', { conversationId, requestId, text, force: false })
  }

  /** State and reason of a reply. */
  async outcome(text: string): Promise<string> {
    const message = (await this.messages()).find(
      ({ direction, parts }) => direction === 'out' && textOf(parts[0]) === text,
    )
    const { state, reason } = message?.sending ?? {}
    return reason == null ? String(state) : `${state}, ${reason}`
  }

  async type(): Promise<void> {
    const id = await this.conversationId()
    await this.#harness.request('conversations.typing', { id, typing: true })
  }

  /** How often the owner's phone shows a reply. */
  onPhone(text: string): number {
    const { messages } = this.#harness.simulator.world.phone({ account: this.#name })
    return messages.filter((line) => line.by === 'bot' && line.text === text).length
  }

  get isTypingShown(): boolean {
    return this.#harness.simulator.world.phone({ account: this.#name }).typingSince !== undefined
  }

  requests(call: CallName): number {
    return this.#harness.simulator.world.log({ account: this.#name, call }).requests.length
  }
}

/** Waits until `look` does not throw. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: PATIENCE_MS, interval: 20 })
}
