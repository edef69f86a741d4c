import { hash } from 'node:crypto'
import { groupContactId } from '#shared/model/group.ts'
import { decodeItem, decodeQuote, filled, positive } from './decode-items.ts'
import type {
  DecodedMessage,
  InboundMessage,
  InboundPart,
  InboundQuote,
  MessageKeys,
  UnreadableMessage,
} from './message.ts'
import { isObject, messageFrame, type WireMessageFrame } from './wire.ts'

/** WeChat is not older: an earlier time is one in seconds or a made-up one, and as good as absent (fact sheet 4.1). */
const MIN_TIME_MS = Date.UTC(2011, 0, 1)
/** Beyond this a time is no time any more (the range of `Date`). */
const MAX_TIME_MS = 8.64e15
/** A shorter hold would be no long poll: the hint came in seconds. */
const MIN_HOLD_MS = 1_000
/** Items of a message that are read; in every sample there is one (fact sheet 4.2). */
const MAX_ITEMS = 200
const BOT_SUFFIX = '@im.bot'
const MESSAGE_TYPE_USER = 1
const MESSAGE_TYPE_BOT = 2

function toTime(value: number | undefined): number | null {
  const time = positive(value)
  return time !== null && time >= MIN_TIME_MS && time <= MAX_TIME_MS ? time : null
}

/** The server's hold in ms; null where it named none that can be one. */
export function toHold(value: number | undefined): number | null {
  const hold = positive(value)
  return hold !== null && hold >= MIN_HOLD_MS ? hold : null
}

/** JSON of anything that JSON.parse gave; nesting too deep to write back is named instead. */
function toRawJson(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? 'null'
  } catch {
    return '"(nested too deeply to keep)"'
  }
}

/** The keys of a message. The hash is made on demand: few messages come without any other key. */
class WireKeys implements MessageKeys {
  readonly messageId: string | null
  readonly clientId: string | null
  readonly seq: number | null
  readonly #frame: WireMessageFrame

  constructor(frame: WireMessageFrame) {
    this.messageId = frame.message_id ?? null
    this.clientId = filled(frame.client_id)
    this.seq = positive(frame.seq)
    this.#frame = frame
  }

  get contentHash(): string {
    const { create_time_ms, from_user_id, item_list } = this.#frame
    const at = positive(create_time_ms) ?? ''
    const content = `${from_user_id ?? ''}\n${at}\n${toRawJson(item_list)}`
    return hash('sha256', content)
  }
}

/** Type 2 was sent by a bot, type 1 by a user; without either the ids tell (fact sheet 4.1). */
function directionOf(frame: WireMessageFrame): 'in' | 'out' {
  if (frame.message_type === MESSAGE_TYPE_BOT) return 'out'
  if (frame.message_type === MESSAGE_TYPE_USER) return 'in'
  const from = frame.from_user_id ?? ''
  return from === '' || from.endsWith(BOT_SUFFIX) ? 'out' : 'in'
}

/** What every message says that is an object, in the terms of this project. */
interface Envelope {
  readonly frame: WireMessageFrame
  readonly keys: MessageKeys
  readonly conversationUserId: string | null
  readonly direction: 'in' | 'out'
  readonly sentAtMs: number | null
  readonly contextToken: string | null
}

/** A message that could be read. Its JSON is made on demand: of few it is kept. */
class ReadableMessage implements InboundMessage {
  readonly kind = 'message'
  readonly keys: MessageKeys
  readonly from: string
  readonly to: string
  readonly conversationUserId: string
  readonly direction: 'in' | 'out'
  readonly sentAtMs: number | null
  readonly deletedAtMs: number | null
  readonly parts: readonly InboundPart[]
  readonly quote: InboundQuote | null
  readonly contextToken: string | null
  readonly runId: string | null
  readonly #raw: unknown

  constructor(raw: unknown, envelope: Envelope, userId: string, content: Content) {
    const { frame } = envelope
    this.keys = envelope.keys
    this.from = frame.from_user_id ?? ''
    this.to = frame.to_user_id ?? ''
    this.conversationUserId = userId
    this.direction = envelope.direction
    this.sentAtMs = envelope.sentAtMs
    this.deletedAtMs = positive(frame.delete_time_ms)
    this.parts = content.parts
    this.quote = content.quote
    this.contextToken = envelope.contextToken
    this.runId = filled(frame.run_id)
    this.#raw = raw
  }

  get rawJson(): string {
    return toRawJson(this.#raw)
  }
}

/** An entry that is not even an object. */
function unreadableEntry(raw: unknown): UnreadableMessage {
  const rawJson = toRawJson(raw)
  return {
    kind: 'unreadable',
    keys: { messageId: null, clientId: null, seq: null, contentHash: hash('sha256', rawJson) },
    conversationUserId: null,
    direction: 'in',
    sentAtMs: null,
    contextToken: null,
    rawJson,
  }
}

interface Content {
  readonly parts: readonly InboundPart[]
  readonly quote: InboundQuote | null
}

/** The items in order; null when `item_list` is there but no list. */
function decodeItems(itemList: unknown): Content | null {
  if (itemList !== undefined && itemList !== null && !Array.isArray(itemList)) return null
  const items: unknown[] = itemList ?? []
  if (items.length === 0) return { parts: [{ kind: 'unsupported', rawType: null }], quote: null }
  const kept = items.slice(0, MAX_ITEMS)
  const parts = kept.map(decodeItem)
  // no phone sends so many: the rest is junk, and said to be there
  if (items.length > MAX_ITEMS) parts.push({ kind: 'unreadable' })
  let quote: InboundQuote | null = null
  for (const item of kept) quote ??= decodeQuote(item)
  return { parts, quote }
}

/**
 * One entry of `msgs`; never throws. An entry that is no object, names no contact, or has nothing
 * readable in it becomes `unreadable`, keeping its keys and context token where it has them (P11).
 */
export function decodeMessage(raw: unknown): DecodedMessage {
  if (!isObject(raw)) return unreadableEntry(raw)
  const frame = messageFrame(raw)
  const direction = directionOf(frame)
  const groupId = filled(frame.group_id?.trim())
  const partner = filled(direction === 'in' ? frame.from_user_id : frame.to_user_id)
  const envelope: Envelope = {
    frame,
    keys: new WireKeys(frame),
    // what was said in a group is not part of anybody's own conversation (fact sheet 4.1)
    conversationUserId: groupId === null ? partner : groupContactId(groupId),
    direction,
    sentAtMs: toTime(frame.create_time_ms),
    contextToken: filled(frame.context_token),
  }
  const content = decodeItems(frame.item_list)
  const nothingReadable = content?.parts.every((part) => part.kind === 'unreadable') ?? true
  const { conversationUserId } = envelope
  if (conversationUserId !== null && content !== null && !nothingReadable)
    return new ReadableMessage(raw, envelope, conversationUserId, content)
  const { keys, sentAtMs, contextToken } = envelope
  const rawJson = toRawJson(raw)
  return { kind: 'unreadable', keys, direction, sentAtMs, contextToken, conversationUserId, rawJson }
}
