import { z } from 'zod'
import type { MessagePart, PartKind, Sending, SendReason, SendState } from '#shared/model/message.ts'
import { oneOf, readJson } from '../column-schemas.ts'
import type { StoredQuote } from './stored-quote.ts'

export const SendStateColumn = oneOf<SendState>({
  held: true,
  queued: true,
  uploading: true,
  sending: true,
  accepted: true,
  unconfirmed: true,
  refused: true,
  cancelled: true,
  'waiting-for-contact': true,
})

export const SendReasonColumn = oneOf<SendReason>({
  'window-closed': true,
  'quota-used': true,
  'never-written': true,
  'stale-context': true,
  'too-long': true,
  'rate-limited': true,
  malformed: true,
  'wrong-recipient': true,
  'session-stale': true,
  'signed-out': true,
  'host-not-allowed': true,
  'refused-unknown': true,
  'no-message-id': true,
  'answer-lost': true,
  'server-failed': true,
  'server-busy': true,
  'server-declined': true,
  'answered-by-another': true,
  'answer-unreadable': true,
  'no-answer': true,
  interrupted: true,
  'behind-refused': true,
  'not-connected': true,
  'rate-limit-pause': true,
  restored: true,
  'upload-failed': true,
  'upload-refused': true,
  'upload-host-not-allowed': true,
  'file-missing': true,
  'broadcast-stopped': true,
  'broadcast-cancelled': true,
  reserve: true,
  excluded: true,
  'ended-before': true,
  'time-missed': true,
  'account-not-online': true,
  'account-may-be-muted': true,
})

export const ResolutionColumn = oneOf<NonNullable<Sending['resolution']>>({
  'sent-again': true,
  'marked-as-sent': true,
  discarded: true,
})

/** What an earlier version did not store yet is not known. */
const size = z.number().nullable().default(null)
const words = z.string().nullable().default(null)

/** Every kind of part as it stands in JSON. */
const PARTS: { readonly [K in PartKind]: z.ZodType<Extract<MessagePart, { kind: K }>> } = {
  text: z.object({ kind: z.literal('text'), text: z.string() }),
  image: z.object({ kind: z.literal('image'), width: size, height: size, size }),
  video: z.object({ kind: z.literal('video'), size, durationMs: size }),
  voice: z.object({ kind: z.literal('voice'), durationMs: size, transcript: words }),
  file: z.object({ kind: z.literal('file'), name: z.string(), size }),
  progress: z.object({
    kind: z.literal('progress'),
    tool: z.string(),
    phase: z.enum(['start', 'result']),
    status: words,
  }),
  unsupported: z.object({ kind: z.literal('unsupported'), rawType: size }),
  unreadable: z.object({ kind: z.literal('unreadable') }),
}

const UNREADABLE: MessagePart = { kind: 'unreadable' }

function isPartKind(kind: unknown): kind is PartKind {
  return typeof kind === 'string' && Object.hasOwn(PARTS, kind)
}

function parsePart(value: unknown): MessagePart {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return UNREADABLE
  const { kind } = value
  return isPartKind(kind) ? (PARTS[kind].safeParse(value).data ?? UNREADABLE) : UNREADABLE
}

/** Any part; one that is garbled, or of a kind that a later version knows, cannot be read. */
const Part = z.unknown().transform(parsePart)

const Quote: z.ZodType<StoredQuote> = z.object({
  id: words,
  title: words,
  part: Part.nullable().default(null),
  partial: z
    .object({
      start: z.string(),
      end: z.string(),
      startIndex: z.number(),
      endIndex: z.number(),
      md5: words,
    })
    .nullable()
    .default(null),
})

/** A value that a failing disk has garbled says no more than that nobody knows (P4). */
export function parseSendState(value: string): SendState {
  return SendStateColumn.safeParse(value).data ?? 'unconfirmed'
}

/** A reason of a later version reads as unknown rather than failing. */
export function parseSendReason(value: string | null): SendReason | null {
  if (value === null) return null
  return SendReasonColumn.safeParse(value).data ?? 'refused-unknown'
}

/** What a later version calls otherwise reads as not dealt with. */
export function parseResolution(value: string | null): Sending['resolution'] {
  return ResolutionColumn.safeParse(value).data ?? null
}

/**
 * The parts column: JSON that only this program wrote, in the same transaction as its row. SQLite does
 * not notice when a failing disk garbles it; then this one message cannot be read, and all others can.
 */
export function parseParts(json: string): MessagePart[] {
  const parts = readJson(json)
  // no schema around the list: a start reads thousands of these
  return Array.isArray(parts) && parts.length > 0 ? parts.map(parsePart) : [UNREADABLE]
}

/** The quote column; null also for a garbled one: the message itself can still be read. */
export function parseQuote(json: string | null): StoredQuote | null {
  return json === null ? null : (Quote.safeParse(readJson(json)).data ?? null)
}
