import { mediaMember } from './cdn/blob-store.ts'
import { refuseMedia } from './cdn/sent-media.ts'
import type { Uploads } from './cdn/uploads.ts'
import type { Checks } from './checks.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'
import { countSend, limitOn } from './limits.ts'
import type { Binding, PhoneLine } from './model.ts'
import type { Refusal } from './refusal.ts'
import { malformed } from './refusal.ts'
import type { State } from './state.ts'
import type { WireObject } from './wire.ts'
import { field, isObject, numberOf, textOf, toWire } from './wire.ts'

/** The server's limit for one text, in UTF-8 bytes (fact sheet 5.1). */
const textByteLimit = 16_384

const progressTypes: Readonly<Record<number, string>> = {
  11: 'tool_call_start_item',
  12: 'tool_call_result_item',
}

/** A send that passed every check of form. */
interface Parcel {
  readonly to: string
  readonly clientId: string | undefined
  readonly contextToken: string | undefined
  readonly item: WireObject
  readonly kind: string
}

/** What reached a person's phone. */
export interface Shown {
  readonly account: string
  readonly userId: string
  /** The person's name, as given to `addAccount`. */
  readonly name: string
  readonly line: PhoneLine
}

/** Sending (fact sheet 5). */
export class Sending {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #uploads: Uploads
  readonly #onShown = new Set<(shown: Shown) => void>()

  constructor(state: State, checks: Checks, faults: Faults, uploads: Uploads) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
    this.#uploads = uploads
  }

  /** Calls `run` with every message that reaches a phone; returns how to stop that. */
  onShown(run: (shown: Shown) => void): () => void {
    this.#onShown.add(run)
    return () => this.#onShown.delete(run)
  }

  /** @param identified whether the request carried everything of 1.4 that strict mode wants */
  send(exchange: Exchange, binding: Binding, identified: boolean): void {
    const { settings } = binding.account
    if (settings.sendMode === 'beforeEffect') {
      exchange.drop()
      return
    }
    const answer = this.#answer(exchange, binding, identified)
    if (settings.sendMode === 'lostAnswer') exchange.drop()
    else exchange.reply(toWire(this.#faults.retype('sendmessage', binding.account.id, answer)))
  }

  #answer(exchange: Exchange, binding: Binding, identified: boolean): WireObject {
    const parcel = readParcel(exchange, binding, this.#uploads)
    if ('rule' in parcel) {
      this.#checks.record(exchange, parcel.rule, parcel.sentence)
      return { ret: parcel.ret, errmsg: parcel.errmsg }
    }
    const { clientId } = parcel
    if (clientId === undefined) {
      this.#checks.record(
        exchange,
        'client-id',
        'msg.client_id must be there: without it the server drops the message',
      )
      return { ret: 0 }
    }
    this.#inspect(exchange, binding, parcel)
    const content = toWire({ to: parcel.to, item: parcel.item })
    const known = binding.sent.get(clientId)
    if (known && known.content !== content) {
      this.#checks.record(
        exchange,
        'client-id-reused',
        'this client_id was used for another content; the server drops the message',
      )
      return { ret: 0 }
    }
    if (known) return accepted(known.messageId)
    const now = this.#state.now()
    const chat = this.#state.chat(binding, parcel.to)
    const refusal = limitOn(binding, chat, now)
    if (refusal) return { ret: -2, errmsg: refusal }
    const withheld = this.#withheld(binding, identified)
    const messageId = this.#state.nextMessageId()
    countSend(binding, chat, now)
    const given =
      withheld || this.#faults.onAnswer('sendmessage', binding.account.id, 'noMessageId')
        ? undefined
        : messageId
    binding.sent.set(clientId, { content, messageId: given })
    if (!withheld) this.#show(binding, parcel, messageId, now)
    return accepted(given)
  }

  /** Accepted and never shown: a muted account, or strict mode's answer to missing headers (1.4). */
  #withheld(binding: Binding, identified: boolean): boolean {
    const { sendMode, strict } = binding.account.settings
    return sendMode === 'withoutId' || (strict && !identified && binding.accepted > 0)
  }

  #inspect(exchange: Exchange, binding: Binding, parcel: Parcel): void {
    const message = field(exchange.body, 'msg')
    if (textOf(message, 'from_user_id') !== '') {
      this.#checks.record(exchange, 'from-user-id', 'msg.from_user_id must be an empty text')
    }
    const { contextToken } = parcel
    if (contextToken === undefined) return
    if (!this.#state.chat(binding, parcel.to).contextTokens.has(contextToken)) {
      this.#checks.record(
        exchange,
        'context-token',
        'this context_token was never issued for this bot and person',
      )
    }
  }

  #show(binding: Binding, parcel: Parcel, messageId: bigint, now: number): void {
    // A voice item is accepted and never shown (5.1).
    if (parcel.kind === 'voice') return
    const { account } = binding
    const { sendMode, batchMs } = account.settings
    const line: PhoneLine = {
      by: 'bot',
      messageId: messageId.toString(),
      clientId: parcel.clientId,
      at: sendMode === 'delayedBatch' ? (Math.floor(now / batchMs) + 1) * batchMs : now,
      kind: parcel.kind,
      text: textOf(field(parcel.item, 'text_item'), 'text'),
      media: this.#state.blobs.describe(parcel.item),
      items: [parcel.item],
    }
    this.#state.show(account, parcel.to, line)
    const name = account.people.get(parcel.to)?.name ?? ''
    for (const run of this.#onShown) run({ account: account.id, userId: parcel.to, name, line })
  }
}

function accepted(messageId: bigint | undefined): WireObject {
  return { ret: 0, message_id: messageId }
}

function readParcel(exchange: Exchange, binding: Binding, uploads: Uploads): Parcel | Refusal {
  const message = field(exchange.body, 'msg')
  if (!isObject(message)) return malformed('msg', 'msg required', 'the body must carry msg')
  const to = textOf(message, 'to_user_id')
  if (!to) return malformed('to-user-id', 'ilink_user_id required', 'msg.to_user_id must name the recipient')
  if (numberOf(message, 'message_type') !== 2) {
    return malformed('message-type', 'message_type invalid', 'msg.message_type must be 2')
  }
  if (numberOf(message, 'message_state') !== 2) {
    return malformed('message-state', 'message_state invalid', 'msg.message_state must be 2 (finished)')
  }
  const items = field(message, 'item_list')
  if (!Array.isArray(items) || items.length === 0) {
    return malformed(
      'item-list',
      'item_list required',
      'msg.item_list must hold one item, it is empty or absent',
    )
  }
  const [item] = items
  if (items.length > 1 || !isObject(item)) {
    return malformed('item-list', 'item_list invalid', 'msg.item_list must hold exactly one item')
  }
  if (!binding.account.people.has(to)) {
    return {
      ret: -3,
      errmsg: 'invalid arguments',
      rule: 'recipient',
      sentence: 'msg.to_user_id is nobody the bot knows; ids must keep their exact spelling',
    }
  }
  const kind = kindOf(item)
  if (typeof kind !== 'string') return kind
  const refused = refuseMedia(item, uploads, binding, to)
  if (refused) return refused
  return {
    to,
    clientId: textOf(message, 'client_id') || undefined,
    contextToken: textOf(message, 'context_token') || undefined,
    item,
    kind,
  }
}

function kindOf(item: WireObject): string | Refusal {
  const type = numberOf(item, 'type') ?? -1
  if (type === 1) return textKind(textOf(field(item, 'text_item'), 'text'))
  const progress = progressTypes[type]
  if (progress) {
    return isObject(item[progress])
      ? 'progress'
      : malformed('item', `${progress} required`, `an item of type ${type} must carry ${progress}`)
  }
  const media = mediaMember(type)
  if (media) return media.kind
  return malformed('item', 'item type invalid', `an item of type ${type} cannot be sent`)
}

function textKind(text: string | undefined): string | Refusal {
  if (!text) return malformed('text', 'text required', 'text_item.text must be a text that is not empty')
  if (Buffer.byteLength(text) <= textByteLimit) return 'text'
  return malformed('text-length', 'prepare failed', `a text may have at most ${textByteLimit} UTF-8 bytes`)
}
