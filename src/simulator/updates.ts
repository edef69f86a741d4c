import type { FaultOrder } from './args.ts'
import type { Checks } from './checks.ts'
import type { Exchange } from './exchange.ts'
import { afterPendingCloses } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { Binding, Queued } from './model.ts'
import { malformedMessages } from './retype.ts'
import type { State } from './state.ts'
import type { WireObject, WireValue } from './wire.ts'
import { textOf, toWire } from './wire.ts'

/** A getupdates request that is being held. */
export interface HeldPoll {
  readonly exchange: Exchange
  /** Answers with what there is. */
  release(): void
  /** Answers that the token is stale. */
  die(): void
}

/** Receiving (fact sheet 3): the long poll, its cursor and both manners of forgetting. */
export class Updates {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #flushing = new Set<Binding>()

  constructor(state: State, checks: Checks, faults: Faults) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
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
      if (binding.account.settings.manner === 'acknowledged') {
        binding.queue = binding.queue.filter(({ position }) => position > binding.acknowledged)
      }
      if (binding.queue.length > 0 || spoilsAnyAnswer(exchange.mangle)) this.#answer(exchange, binding)
      else this.#hold(exchange, binding)
    })
  }

  /** Adds messages for a bot and wakes its open poll. */
  deliver(binding: Binding, messages: readonly WireObject[]): void {
    for (const message of messages) {
      binding.lastPosition += 1
      binding.queue.push({ position: binding.lastPosition, message })
    }
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
    const answersLater = binding.account.settings.manner === 'acknowledged'
    const batch = binding.queue.slice(0, maxBatch)
    if (!answersLater) binding.queue = binding.queue.slice(batch.length)
    const handedOut = Math.max(binding.handedOut, batch.at(-1)?.position ?? 0)
    const answer = {
      ret: 0,
      msgs: [...this.#batch(binding, batch)],
      get_updates_buf: this.#nextCursor(exchange, binding, handedOut),
      longpolling_timeout_ms: holdMs,
    }
    const text = toWire(this.#faults.retype('getupdates', binding.account.id, answer))
    exchange.reply(text, (delivered) => {
      if (delivered) binding.handedOut = handedOut
      else if (!answersLater) this.#putBack(binding, batch)
    })
  }

  #putBack(binding: Binding, batch: readonly Queued[]): void {
    const owner = binding.alive ? binding : binding.account.binding
    if (!owner || batch.length === 0) return
    owner.queue = [...batch, ...owner.queue]
    owner.poll?.release()
  }

  #batch(binding: Binding, batch: readonly Queued[]): readonly WireValue[] {
    const messages = batch.map(({ message }) => message)
    const fault = batch.length > 0 ? this.#faults.onBatch(binding.account.id) : undefined
    return fault ? this.#spoil(fault, binding, messages) : messages
  }

  #spoil(fault: FaultOrder, binding: Binding, messages: readonly WireObject[]): readonly WireValue[] {
    switch (fault.kind) {
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
      case 'duplicate': {
        const copies: WireObject[] = messages.map((message) => this.#copy(message, fault.how ?? 'sameId'))
        if (!fault.later) return messages.flatMap((message, index) => [message, copies[index] ?? message])
        setImmediate(() => this.deliver(binding, copies))
        return messages
      }
      default:
        return messages
    }
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

function withoutId(message: WireObject): WireObject {
  return { ...message, message_id: undefined }
}

/** Whether a fault shows on an empty answer too; the others wait for messages to strike. */
function spoilsAnyAnswer(fault: FaultOrder | undefined): boolean {
  return fault !== undefined && fault.kind !== 'dropAfter' && fault.kind !== 'slow'
}
