import type { FaultOrder } from './args.ts'
import type { Checks } from './checks.ts'
import type { Exchange } from './exchange.ts'
import { afterPendingCloses } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { Binding, Queued } from './model.ts'
import { malformedMessages } from './retype.ts'
import type { State } from './state.ts'
import { unreachable } from './unreachable.ts'
import type { WireObject, WireValue } from './wire.ts'
import { textOf, toWire } from './wire.ts'

/** What goes on at the polls of an account. */
export type PollEvent =
  /** A poll came in. `behind`: messages for this bot that no cursor of its client covers yet. */
  | { readonly kind: 'polled'; readonly account: string; readonly behind: number }
  /** An answer went out whole, with these messages. */
  | { readonly kind: 'answered'; readonly account: string; readonly messages: readonly WireValue[] }
  /** A fault made copies of messages, with ids of their own. */
  | { readonly kind: 'copied'; readonly account: string; readonly messages: readonly WireObject[] }

/** Receiving (fact sheet 3): the long poll, its cursor and both manners of forgetting. */
export class Updates {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #flushing = new Set<Binding>()
  readonly #onEvent = new Set<(event: PollEvent) => void>()

  constructor(state: State, checks: Checks, faults: Faults) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
  }

  /** Calls `run` with everything that goes on from now on; returns how to stop that. */
  onEvent(run: (event: PollEvent) => void): () => void {
    this.#onEvent.add(run)
    return () => this.#onEvent.delete(run)
  }

  /** getupdates: answers at once when something waits, else holds. */
  poll(exchange: Exchange, binding: Binding): void {
    const cursor = this.#cursor(exchange, binding)
    // A client that aborts a poll and opens the next has not got two: look only once its close has arrived.
    afterPendingCloses(() => {
      if (!exchange.alive) return
      if (!binding.alive) {
        exchange.reply(toWire(this.#state.staleAnswer(binding.account)))
        return
      }
      this.#endOlder(exchange, binding)
      binding.acknowledged = Math.max(binding.acknowledged, cursor)
      if (binding.account.settings.ackMode === 'acknowledged') {
        binding.queue = binding.queue.filter(({ position }) => position > binding.acknowledged)
      }
      const behind = binding.lastPosition - binding.acknowledged
      this.#tell({ kind: 'polled', account: binding.account.id, behind })
      if (binding.queue.length > 0 || spoilsAnyAnswer(exchange.mangle)) this.#answer(exchange, binding)
      else this.#hold(exchange, binding)
    })
  }

  /** Adds messages for a bot and wakes its open poll. */
  deliver(binding: Binding, messages: readonly WireObject[]): void {
    enqueue(binding, messages)
    if (this.#flushing.has(binding)) return
    this.#flushing.add(binding)
    // Nothing is handed to a connection whose close is already on its way; what comes together goes together.
    afterPendingCloses(() => {
      this.#flushing.delete(binding)
      binding.poll?.release()
    })
  }

  #hold(exchange: Exchange, binding: Binding): void {
    const { timers, holdMs } = this.#state.options
    const over = (): boolean => {
      cancel()
      if (binding.poll?.exchange === exchange) binding.poll = undefined
      return exchange.alive
    }
    const release = (): void => {
      if (over()) this.#answer(exchange, binding)
    }
    const cancel = timers.after(holdMs, release)
    binding.poll = {
      exchange,
      release,
      die: () => {
        if (over()) exchange.reply(toWire(this.#state.staleAnswer(binding.account)))
      },
    }
    exchange.onClose(over)
  }

  #endOlder(exchange: Exchange, binding: Binding): void {
    const older = binding.poll
    if (!older) return
    if (older.exchange.alive) {
      this.#checks.record(
        exchange,
        'second-poll',
        'this token already has an open poll; one poller per account',
      )
    }
    older.release()
  }

  #answer(exchange: Exchange, binding: Binding): void {
    const { holdMs, maxBatch } = this.#state.options
    const { id, settings } = binding.account
    const answersLater = settings.ackMode === 'acknowledged'
    const fault = binding.queue.length > 0 ? this.#faults.onBatch(id) : undefined
    if (fault?.kind === 'duplicate' && !fault.later) this.#double(fault, binding)
    const batch = firstOf(binding.queue, maxBatch)
    if (!answersLater) binding.queue = binding.queue.slice(batch.length)
    const handedOut = Math.max(binding.handedOut, batch.at(-1)?.position ?? 0)
    const msgs = this.#spoil(
      fault,
      binding,
      batch.map(({ message }) => message),
    )
    const answer = {
      ret: 0,
      msgs: [...msgs],
      get_updates_buf: this.#nextCursor(exchange, binding, handedOut),
      longpolling_timeout_ms: holdMs,
    }
    exchange.reply(toWire(this.#faults.retype('getupdates', id, answer)), (delivered) => {
      if (delivered) {
        binding.handedOut = handedOut
        this.#tell({ kind: 'answered', account: id, messages: msgs })
      } else if (!answersLater) this.#putBack(binding, batch)
    })
  }

  #tell(event: PollEvent): void {
    for (const run of this.#onEvent) run(event)
  }

  #putBack(binding: Binding, batch: readonly Queued[]): void {
    const owner = binding.alive ? binding : binding.account.binding
    if (!owner || batch.length === 0) return
    owner.queue = [...batch, ...owner.queue]
    owner.poll?.release()
  }

  #spoil(
    fault: FaultOrder | undefined,
    binding: Binding,
    messages: readonly WireObject[],
  ): readonly WireValue[] {
    const kind = fault?.kind
    switch (kind) {
      case 'reorder':
        return messages.toReversed()
      case 'noIds':
        return messages.map(withoutId)
      case 'malformedMessage': {
        const at = this.#state.options.random.below(messages.length + 1)
        return [
          ...messages.slice(0, at),
          this.#state.options.random.pick(malformedMessages),
          ...messages.slice(at),
        ]
      }
      case 'duplicate':
        if (fault?.later) enqueue(binding, this.#copies(messages, fault, binding))
        return messages
      case undefined:
      case 'delay':
      case 'dropBefore':
      case 'dropAfter':
      case 'status':
      case 'garbage':
      case 'empty':
      case 'cutOff':
      case 'slow':
      case 'hang':
      case 'ret':
      case 'emptyCursor':
      case 'wrongTypes':
      case 'hostileHost':
      case 'noMessageId':
      case 'noParam':
      case 'random':
        return messages
      default:
        return unreachable(kind)
    }
  }

  /** Puts a copy behind each message of the next batch: where answers are repeated, so are the copies. */
  #double(fault: FaultOrder, binding: Binding): void {
    const batch = firstOf(binding.queue, this.#state.options.maxBatch)
    const messages = batch.map(({ message }) => message)
    const copies = this.#copies(messages, fault, binding)
    const doubled = batch.flatMap((queued, index) => [
      queued,
      { position: queued.position, message: copies[index] ?? queued.message },
    ])
    binding.queue = [...doubled, ...binding.queue.slice(batch.length)]
  }

  #copies(messages: readonly WireObject[], fault: FaultOrder, binding: Binding): WireObject[] {
    const copies: WireObject[] = messages.map((message) => this.#copy(message, fault.how ?? 'sameId'))
    if (fault.how === 'newId') {
      this.#tell({ kind: 'copied', account: binding.account.id, messages: copies })
    }
    return copies
  }

  #copy(message: WireObject, how: 'sameId' | 'newId' | 'noId'): WireObject {
    if (how === 'noId') return withoutId(message)
    return how === 'sameId' ? { ...message } : { ...message, message_id: this.#state.nextMessageId() }
  }

  #nextCursor(exchange: Exchange, binding: Binding, position: number): string {
    if (this.#faults.onAnswer('getupdates', binding.account.id, 'emptyCursor')) return ''
    if (position === 0) return textOf(exchange.body, 'get_updates_buf') ?? ''
    return Buffer.from(`${binding.botId}/${position}`).toString('base64')
  }

  /** The position a request's cursor stands for; 0 for none. */
  #cursor(exchange: Exchange, binding: Binding): number {
    const text = textOf(exchange.body, 'get_updates_buf')
    if (text === undefined) {
      this.#checks.record(exchange, 'cursor', 'getupdates must carry get_updates_buf, "" at first')
      return 0
    }
    if (text === '') return 0
    const [botId, position] = Buffer.from(text, 'base64').toString('utf8').split('/')
    if (botId !== binding.botId || !position || !/^\d+$/.test(position)) {
      this.#checks.record(exchange, 'cursor', 'this cursor was not given out for this token')
      return 0
    }
    return Math.min(Number(position), binding.lastPosition)
  }
}

function enqueue(binding: Binding, messages: readonly WireObject[]): void {
  for (const message of messages) {
    binding.lastPosition += 1
    binding.queue.push({ position: binding.lastPosition, message })
  }
}

/** The next messages to answer; copies that share a position are not parted, for one cursor covers them. */
function firstOf(queue: readonly Queued[], most: number): readonly Queued[] {
  let end = Math.min(most, queue.length)
  while (end < queue.length && queue[end]?.position === queue[end - 1]?.position) end += 1
  return queue.slice(0, end)
}

function withoutId(message: WireObject): WireObject {
  return { ...message, message_id: undefined }
}

/** Whether a fault shows on an empty answer too; the others wait for messages to strike. */
function spoilsAnyAnswer(fault: FaultOrder | undefined): boolean {
  return fault !== undefined && fault.kind !== 'dropAfter' && fault.kind !== 'slow'
}
