import type { InjectArgs } from './args.ts'
import { ControlError } from './errors.ts'
import type { Author } from './items.ts'
import { itemsFor } from './items.ts'
import { countInbound } from './limits.ts'
import type { Account, Binding, Person } from './model.ts'
import type { State } from './state.ts'
import type { Updates } from './updates.ts'
import type { WireObject, WireValue } from './wire.ts'
import { field, isObject, numberOf, parseWire, textOf } from './wire.ts'

/** A message as `inject` reports it. */
export interface Injected {
  /** Decimal text; absent when the message carries none. */
  readonly messageId: string | undefined
  readonly from: string
  /** Creation time, Unix ms. */
  readonly at: number
}

/** People writing to a bot. */
export class Inbound {
  readonly #state: State
  readonly #updates: Updates

  constructor(state: State, updates: Updates) {
    this.#state = state
    this.#updates = updates
  }

  /** Writes one message or many to the account's live bot. */
  inject(args: InjectArgs): { messages: Injected[] } {
    const account = this.#state.account(args.account)
    const binding = this.#state.liveBinding(account)
    const messages = this.#messages(args, account, binding)
    const injected = messages.map((message) =>
      this.#register(message, account, binding, args.wire !== undefined),
    )
    this.#updates.deliver(binding, messages)
    return { messages: injected }
  }

  #messages(args: InjectArgs, account: Account, binding: Binding): WireObject[] {
    if (args.wire !== undefined) return wireMessages(args.wire)
    if (args.duplicateOf !== undefined) return [this.#again(args.duplicateOf, account)]
    const person = this.#state.person(account, args.from ?? account.userId)
    const count = args.count ?? 1
    return Array.from({ length: count }, (_, index) =>
      this.#build(count === 1 ? args : numbered(args, index + 1), person, binding),
    )
  }

  #build(args: InjectArgs, person: Person, binding: Binding): WireObject {
    const at = this.#state.now() - (args.agoMs ?? 0)
    const seq = this.#state.nextSeq()
    const author: Author = {
      state: this.#state,
      account: binding.account,
      // A few pictures of each person's own: enough to tell apart, few enough for ten thousand messages.
      hand: `${person.name}/${seq % 4}`,
      at,
    }
    const forms = args.items ?? [args]
    const fromBot = args.fromBot === true
    return {
      seq,
      message_id: args.noId ? undefined : this.#state.nextMessageId(),
      from_user_id: fromBot ? binding.botId : person.userId,
      to_user_id: fromBot ? person.userId : binding.botId,
      client_id: `phone-${this.#state.options.random.hex(8)}`,
      create_time_ms: at,
      update_time_ms: at,
      delete_time_ms: 0,
      session_id: `${person.userId}#${binding.botId}`,
      group_id: '',
      message_type: fromBot ? 2 : 1,
      message_state: 2,
      item_list: forms.flatMap((form) => itemsFor(form, author)),
      context_token: args.contextToken ?? this.#state.nextOpaque('context'),
    }
  }

  /** An earlier message of the account, unchanged: at-least-once delivery seen from the client. */
  #again(messageId: string, account: Account): WireObject {
    const known = account.written.get(messageId)
    if (!known) throw new ControlError(404, `account "${account.id}" was never sent a message ${messageId}`)
    return { ...known }
  }

  #register(message: WireObject, account: Account, binding: Binding, asItStands: boolean): Injected {
    const at = numberOf(message, 'create_time_ms') ?? this.#state.now()
    const fromBot = field(message, 'message_type') === 2
    const userId = textOf(message, fromBot ? 'to_user_id' : 'from_user_id') ?? ''
    const id = field(message, 'message_id')
    const messageId = id === undefined || id === null ? undefined : String(id)
    const repeated = messageId !== undefined && account.written.has(messageId)
    if (messageId !== undefined) remember(account, messageId, message)
    if (userId !== '' && !repeated)
      this.#meet(message, userId, { account, binding, asItStands, fromBot, at, messageId })
    return { messageId, from: userId, at }
  }

  #meet(
    message: WireObject,
    userId: string,
    seen: {
      account: Account
      binding: Binding
      asItStands: boolean
      fromBot: boolean
      at: number
      messageId: string | undefined
    },
  ): void {
    const { account, binding, fromBot, at, messageId } = seen
    this.#state.person(account, userId)
    const chat = this.#state.chat(binding, userId)
    const token = textOf(message, 'context_token')
    if (token !== undefined) chat.contextTokens.add(token)
    // A message taken over as it stands may bear any date; for the window it was written now.
    if (fromBot) chat.sentSince += 1
    else countInbound(chat, seen.asItStands ? this.#state.now() : at)
    const items = field(message, 'item_list')
    const list = Array.isArray(items) ? items.filter(isObject) : []
    this.#state.show(account, userId, {
      by: fromBot ? 'bot' : 'person',
      messageId,
      clientId: textOf(message, 'client_id'),
      at,
      kind: kindOf(list[0]),
      text: textOf(field(list[0], 'text_item'), 'text'),
      media: this.#state.blobs.describe(list[0]),
      items: list,
    })
  }
}

/** How many messages per account `duplicateOf` can reach back to. */
const keptForRepeats = 1000

function remember(account: Account, messageId: string, message: WireObject): void {
  account.written.set(messageId, message)
  if (account.written.size <= keptForRepeats) return
  const [oldest] = account.written.keys()
  if (oldest !== undefined) account.written.delete(oldest)
}

function numbered(args: InjectArgs, number: number): InjectArgs {
  if (args.text === undefined) return args
  const text = args.text.includes('{n}')
    ? args.text.replaceAll('{n}', String(number))
    : `${args.text} ${number}`
  return { ...args, text }
}

function wireMessages(text: string): WireObject[] {
  let value: WireValue
  try {
    value = parseWire(text)
  } catch {
    throw new ControlError(400, '"wire" must be JSON text')
  }
  const inside = field(value, 'msgs') ?? value
  const list = Array.isArray(inside) ? inside : [inside]
  if (!list.every(isObject)) {
    throw new ControlError(400, '"wire" must hold a message, a list of messages or a getupdates answer')
  }
  return list
}

function kindOf(item: WireObject | undefined): string {
  const kinds: Readonly<Record<string, string>> = {
    1: 'text',
    2: 'image',
    3: 'voice',
    4: 'file',
    5: 'video',
    11: 'progress',
    12: 'progress',
  }
  const type = field(item, 'type')
  return typeof type === 'number'
    ? (kinds[type] ?? 'unknown')
    : isObject(field(item, 'text_item'))
      ? 'text'
      : 'unknown'
}
