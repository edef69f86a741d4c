import type { StaleSpelling } from './args.ts'
import type { HeldPoll } from './held-poll.ts'
import type { WireObject } from './wire.ts'

/** Somebody with a phone. */
export interface Person {
  readonly name: string
  /** `…@im.wechat`; mixed case that must never be changed. */
  readonly userId: string
}

/** What one (bot, person) pair knows: the reply window, the quota, tokens and the typing indicator. */
export interface Chat {
  lastInboundAt: number | undefined
  /** Sends since that inbound message. */
  sentSince: number
  readonly contextTokens: Set<string>
  ticket: string | undefined
  typingSince: number | undefined
}

/** Media on a person's phone: the plain bytes by size and digests (lower-case hex). */
export interface PhoneMedia {
  readonly kind: 'image' | 'voice' | 'file' | 'video'
  readonly size: number
  readonly md5: string
  readonly sha256: string
  readonly fileName: string | undefined
}

/** One line on a person's phone. */
export interface PhoneLine {
  readonly by: 'person' | 'bot'
  readonly messageId: string | undefined
  readonly clientId: string | undefined
  /** When it shows, by the world's clock. */
  readonly at: number
  readonly kind: string
  readonly text: string | undefined
  /** Of the first item; `undefined` when it bears none that the CDN knows. */
  readonly media: PhoneMedia | undefined
  readonly items: readonly WireObject[]
}

/** A message on its way to a bot. */
export interface Queued {
  readonly position: number
  readonly message: WireObject
}

/** An answered send, remembered by its client id. */
export interface SentRecord {
  readonly content: string
  readonly messageId: bigint | undefined
}

/** One bot: what a confirmed QR code creates. */
export interface Binding {
  readonly account: Account
  readonly botId: string
  readonly token: string
  readonly baseUrl: string | undefined
  alive: boolean
  /** Whether any call has been made with the token. */
  used: boolean
  queue: Queued[]
  lastPosition: number
  /** Highest position a client has confirmed by its cursor. */
  acknowledged: number
  /** Highest position ever handed out. */
  handedOut: number
  poll: HeldPoll | undefined
  readonly chats: Map<string, Chat>
  readonly sent: Map<string, SentRecord>
  readonly sendTimes: number[]
  accepted: number
  lastUin: string | undefined
}

/** A WeChat account: the owner who can scan, and the people who write to the owner's bot. */
export interface Account {
  readonly id: string
  readonly userId: string
  settings: AccountSettings
  readonly people: Map<string, Person>
  /** Phone contents by user id; they outlive a binding. */
  readonly phones: Map<string, PhoneLine[]>
  /** Messages written lately, by id, for repeating them. */
  readonly written: Map<string, WireObject>
  binding: Binding | undefined
}

/** Settings of one account; `addAccount` with a known name changes those it gives. */
export interface AccountSettings {
  readonly label: string
  readonly baseUrl: string | null | undefined
  readonly ackMode: 'answered' | 'acknowledged'
  readonly sendMode: 'normal' | 'withoutId' | 'delayedBatch' | 'lostAnswer' | 'beforeEffect'
  readonly batchMs: number
  readonly stale: StaleSpelling
  readonly strict: boolean
  readonly quota: number
  readonly windowMs: number
  readonly rateLimit: { readonly count: number; readonly perMs: number } | undefined
  readonly uploadStyle: 'fullUrl' | 'param' | 'both' | 'none' | 'hostile'
  readonly expireMedia: boolean
}

/** What a client needs to act for a bot without scanning. */
export interface Credentials {
  readonly botToken: string
  readonly botId: string
  readonly userId: string
  readonly baseUrl: string | undefined
}
