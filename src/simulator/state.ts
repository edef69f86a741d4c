import type { AddAccountArgs, StaleSpelling } from './args.ts'
import { BlobStore } from './cdn/blob-store.ts'
import { ControlError } from './errors.ts'
import type { Account, Binding, Chat, Credentials, Person, PhoneLine } from './model.ts'
import type { Random, Timers, WorldClock } from './ports.ts'
import { Samples } from './samples/samples.ts'
import { defaultSettings, mergeSettings } from './settings.ts'
import type { WireObject } from './wire.ts'
import { field, textOf } from './wire.ts'

export interface StateOptions {
  readonly clock: WorldClock
  readonly timers: Timers
  readonly random: Random
  readonly holdMs: number
  readonly statusHoldMs: number
  readonly qrLifetimeMs: number
  readonly maxBatch: number
  readonly stale: StaleSpelling
  readonly strict: boolean
}

const firstMessageId = 7_490_000_000_000_000_000n

/** Everything the simulated WeChat knows. The modules beside it act on it. */
export class State {
  readonly options: StateOptions
  readonly accounts = new Map<string, Account>()
  /** Every token ever given out, dead ones included. */
  readonly bindings = new Map<string, Binding>()
  /** What can be downloaded from the CDN. */
  readonly blobs = new BlobStore()
  /** Where media come from that nobody brought along. */
  readonly samples = new Samples()
  /** `http://127.0.0.1:<port>` once listening. */
  url = ''
  /** The second host name of the same listener, `localhost:<port>`. */
  redirectHost = ''
  #lastMessageId: bigint
  #lastSeq = 1000
  #staleTurn = 0

  constructor(options: StateOptions) {
    this.options = options
    this.#lastMessageId = firstMessageId + BigInt(options.random.below(1_000_000_000))
  }

  now(): number {
    return this.options.clock.now()
  }

  /** A fresh 64-bit id beyond 2^53. */
  nextMessageId(): bigint {
    this.#lastMessageId += BigInt(1 + this.options.random.below(900))
    return this.#lastMessageId
  }

  nextSeq(): number {
    this.#lastSeq += 1
    return this.#lastSeq
  }

  /** Opaque base64 text, as context tokens and typing tickets look. */
  nextOpaque(prefix: string): string {
    return Buffer.from(`${prefix}${this.options.random.hex(18)}`).toString('base64')
  }

  /** Creates an account or changes the settings of one that exists. */
  addAccount(args: AddAccountArgs): Account {
    const id = args.account ?? this.#freeName()
    const known = this.accounts.get(id)
    if (known && args.userId !== undefined && args.userId !== known.userId) {
      throw new ControlError(409, `account "${id}" exists with another userId`)
    }
    const account: Account = known ?? {
      id,
      userId: args.userId ?? this.newUserId(),
      settings: defaultSettings(id, this.options.stale, this.options.strict),
      people: new Map(),
      phones: new Map(),
      written: new Map(),
      binding: undefined,
    }
    account.settings = mergeSettings(account.settings, args)
    this.accounts.set(id, account)
    if (!known) account.people.set(account.userId, { name: account.settings.label, userId: account.userId })
    for (const person of args.people ?? []) this.person(account, person.userId ?? person.name, person.name)
    return account
  }

  account(id: string): Account {
    const account = this.accounts.get(id)
    if (!account) throw new ControlError(404, `there is no account "${id}"; create it with addAccount`)
    return account
  }

  /** The live bot of an account. */
  liveBinding(account: Account): Binding {
    if (!account.binding?.alive) {
      throw new ControlError(409, `account "${account.id}" has no live bot: nobody has signed it in`)
    }
    return account.binding
  }

  /** A person by name or user id; an unknown one comes into being. */
  person(account: Account, nameOrId: string, name?: string): Person {
    for (const known of account.people.values()) {
      if (known.userId === nameOrId || known.name === nameOrId) return known
    }
    const isId = nameOrId.includes('@')
    const person = { name: name ?? nameOrId, userId: isId ? nameOrId : this.newUserId() }
    account.people.set(person.userId, person)
    return person
  }

  /** Gives the account a new bot; the earlier one is dead from now on (fact sheet 7). */
  bind(account: Account, baseUrl: string | undefined): Binding {
    const { random } = this.options
    const botId = `${random.hex(6)}@im.bot`
    const earlier = account.binding
    const binding: Binding = {
      account,
      botId,
      token: `${botId}:${random.hex(16)}`,
      baseUrl,
      alive: true,
      used: false,
      queue: [],
      lastPosition: 0,
      acknowledged: 0,
      handedOut: 0,
      poll: undefined,
      chats: new Map(),
      sent: new Map(),
      sendTimes: [],
      accepted: 0,
      lastUin: undefined,
    }
    if (earlier) {
      this.kill(earlier)
      carryOver(earlier, binding)
    }
    account.binding = binding
    this.bindings.set(binding.token, binding)
    return binding
  }

  /** The token of this bot is stale from now on; its open poll learns it at once. */
  kill(binding: Binding): void {
    binding.alive = false
    binding.poll?.die()
  }

  credentials(binding: Binding): Credentials {
    const { token, botId, baseUrl, account } = binding
    return { botToken: token, botId, userId: account.userId, baseUrl }
  }

  /** What a bot knows about a person; created at first sight. */
  chat(binding: Binding, userId: string): Chat {
    const known = binding.chats.get(userId)
    if (known) return known
    const chat: Chat = {
      lastInboundAt: undefined,
      sentSince: 0,
      contextTokens: new Set(),
      ticket: undefined,
      typingSince: undefined,
    }
    binding.chats.set(userId, chat)
    return chat
  }

  /** Puts a line on a person's phone. */
  show(account: Account, userId: string, line: PhoneLine): void {
    const lines = account.phones.get(userId)
    if (lines) lines.push(line)
    else account.phones.set(userId, [line])
  }

  /** "Token stale" in the account's spelling (fact sheet 1.6). */
  staleAnswer(account: Account | undefined): WireObject {
    const spelling = account?.settings.stale ?? this.options.stale
    const turn =
      spelling === 'rotating' ? this.#staleTurn++ % 3 : ['ret', 'errcode', 'errcodeOnly'].indexOf(spelling)
    const errmsg = 'session timeout'
    if (turn === 0) return { ret: -14, errmsg }
    return turn === 1 ? { ret: -1, errcode: -14, errmsg } : { errcode: -14, errmsg }
  }

  newUserId(): string {
    const bytes = Buffer.from(this.options.random.hex(18), 'hex')
    return `o9cq80${bytes.toString('base64url').slice(0, 22)}@im.wechat`
  }

  #freeName(): string {
    let number = this.accounts.size + 1
    while (this.accounts.has(`account-${number}`)) number += 1
    return `account-${number}`
  }
}

/** What nobody fetched goes to the new bot: its first poll may return recent undelivered messages (3.3). */
function carryOver(earlier: Binding, later: Binding): void {
  later.queue = earlier.queue.map(({ position, message }) => {
    const from = textOf(message, 'from_user_id') ?? ''
    const addressed = field(message, 'to_user_id') === earlier.botId
    return {
      position,
      message: addressed
        ? { ...message, to_user_id: later.botId, session_id: `${from}#${later.botId}` }
        : message,
    }
  })
  later.lastPosition = earlier.lastPosition
  earlier.queue = []
  for (const [userId, chat] of earlier.chats) {
    const waits = later.queue.some(({ message }) => field(message, 'from_user_id') === userId)
    if (waits) later.chats.set(userId, { ...chat, sentSince: 0, ticket: undefined, typingSince: undefined })
  }
}
