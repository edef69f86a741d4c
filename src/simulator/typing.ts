import type { Checks } from './checks.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { Binding } from './model.ts'
import type { State } from './state.ts'
import type { WireObject } from './wire.ts'
import { numberOf, textOf, toWire } from './wire.ts'

/** getconfig, sendtyping and the notify calls (fact sheet 5.5, 5.6). */
export class Typing {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults

  constructor(state: State, checks: Checks, faults: Faults) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
  }

  /** getconfig: one ticket per person; −4 before that person ever wrote. */
  config(exchange: Exchange, binding: Binding): void {
    const userId = textOf(exchange.body, 'ilink_user_id')
    if (!userId) {
      this.#refuse(exchange, -2, 'ilink_user_id required', 'getconfig must name ilink_user_id')
      return
    }
    const chat = binding.chats.get(userId)
    if (chat?.lastInboundAt === undefined) {
      this.#answer(exchange, { ret: -4, errmsg: 'get typing ticket failed' })
      return
    }
    chat.ticket ??= this.#state.nextOpaque('ticket')
    this.#answer(exchange, { ret: 0, typing_ticket: chat.ticket })
  }

  /** sendtyping: shows or hides the indicator on the person's phone. */
  typing(exchange: Exchange, binding: Binding): void {
    const userId = textOf(exchange.body, 'ilink_user_id')
    const status = numberOf(exchange.body, 'status')
    const chat = userId === undefined ? undefined : binding.chats.get(userId)
    if (chat?.ticket === undefined || chat.ticket !== textOf(exchange.body, 'typing_ticket')) {
      this.#refuse(
        exchange,
        -2,
        'typing_ticket invalid',
        'sendtyping needs the ticket getconfig gave for this person',
      )
      return
    }
    if (status !== 1 && status !== 2) {
      this.#refuse(exchange, -2, 'status invalid', 'sendtyping status must be 1 (typing) or 2 (cancel)')
      return
    }
    chat.typingSince = status === 2 ? undefined : (chat.typingSince ?? this.#state.now())
    this.#answer(exchange, { ret: 0 })
  }

  /** notifystart and notifystop change nothing; the request log keeps them. */
  notify(exchange: Exchange): void {
    this.#answer(exchange, { ret: 0 })
  }

  #refuse(exchange: Exchange, ret: number, errmsg: string, sentence: string): void {
    this.#checks.record(exchange, 'typing', sentence)
    this.#answer(exchange, { ret, errmsg })
  }

  #answer(exchange: Exchange, answer: WireObject): void {
    exchange.reply(toWire(this.#faults.retype(exchange.call, exchange.entry.account, answer)))
  }
}
