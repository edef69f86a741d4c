import type { PartialQuote } from './partial-quote.ts'
import type { FailureReason } from './poll-end.ts'

/**
 * What a poll brought, in the terms of this project. Sizes are bytes, durations ms, times Unix ms;
 * null means that the server did not say. Media references and context tokens are secrets (P9).
 */

/** Where the bytes of an attachment are and how they are enciphered. */
export interface MediaReference {
  /** Complete address, to be used verbatim after the host check (P10). */
  readonly fullUrl: string | null
  /** The parameter to build an address from when there is no `fullUrl`. */
  readonly encryptQueryParam: string | null
  /** 32 lower-case hex digits; null with `keyState` `none` means that the bytes are plain. */
  readonly keyHex: string | null
  readonly keyState: 'present' | 'none' | 'undecodable'
}

export interface Thumbnail {
  readonly media: MediaReference | null
  readonly width: number | null
  readonly height: number | null
  /** Ciphertext size. */
  readonly cipherSize: number | null
}

export interface TextPart {
  readonly kind: 'text'
  readonly text: string
}

export interface ImagePart {
  readonly kind: 'image'
  readonly media: MediaReference | null
  readonly thumbnail: Thumbnail | null
  /** Ciphertext size of the normal picture (`mid_size`). */
  readonly cipherSize: number | null
  /** Ciphertext size of the large picture (`hd_size`). */
  readonly hdCipherSize: number | null
}

export interface VideoPart {
  readonly kind: 'video'
  readonly media: MediaReference | null
  readonly thumbnail: Thumbnail | null
  /** `video_size`; ciphertext or plain, the senders differ. */
  readonly size: number | null
  /** `play_length` below 1000 read as seconds, otherwise as ms (fact sheet 4.7). */
  readonly durationMs: number | null
  /** MD5 of the plain bytes in hex. */
  readonly md5: string | null
}

export interface VoicePart {
  readonly kind: 'voice'
  readonly media: MediaReference | null
  readonly durationMs: number | null
  /** The server's own transcription. */
  readonly transcript: string | null
  readonly size: number | null
  /** Declared encoding; the bytes are to be sniffed all the same (fact sheet 4.5). */
  readonly encodeType: number | null
  readonly sampleRate: number | null
}

export interface FilePart {
  readonly kind: 'file'
  readonly media: MediaReference | null
  /** The name exactly as sent; untrusted (P12). */
  readonly name: string | null
  /** Plain size. */
  readonly size: number | null
  /** MD5 of the plain bytes in hex. */
  readonly md5: string | null
}

export interface ProgressPart {
  readonly kind: 'progress'
  readonly tool: {
    readonly name: string
    readonly id: string | null
    readonly phase: 'start' | 'result'
    readonly status: string | null
  }
}

/** An item of a kind that no client knows, or a message without items. */
export interface UnsupportedPart {
  readonly kind: 'unsupported'
  readonly rawType: number | null
}

/** One broken item beside others that could be read (P11). */
export interface UnreadablePart {
  readonly kind: 'unreadable'
}

export type InboundPart =
  | TextPart
  | ImagePart
  | VideoPart
  | VoicePart
  | FilePart
  | ProgressPart
  | UnsupportedPart
  | UnreadablePart

/** A quoted message in any of its three forms (fact sheet 4.8). */
export interface InboundQuote {
  /** Server id of the quoted message, to be looked up in our own store; null when only inline. */
  readonly id: string | null
  readonly title: string | null
  /** The quoted item when it came inline. An attachment in it belongs to the quote, not to the message. */
  readonly item: InboundPart | null
  /** Title and inline text joined by ` | `; null when neither came. */
  readonly text: string | null
  /** Which part was quoted; see `resolvePartialQuote`. */
  readonly partial: PartialQuote | null
}

/** What tells messages apart, each null when absent or zero (fact sheet 3.5). */
export interface MessageKeys {
  readonly messageId: string | null
  readonly clientId: string | null
  readonly seq: number | null
  /** SHA-256 in hex of sender, time and items, made when read; never of the context token, which changes. */
  readonly contentHash: string
}

export interface InboundMessage {
  readonly kind: 'message'
  readonly keys: MessageKeys
  readonly from: string
  readonly to: string
  /** The other side's user id, whichever direction the message went; of a group `groupContactId`. */
  readonly conversationUserId: string
  readonly direction: 'in' | 'out'
  readonly sentAtMs: number | null
  /** When it was deleted, in whatever unit the server gave; null when it was not. */
  readonly deletedAtMs: number | null
  /** In the order of the wire, never empty. */
  readonly parts: readonly InboundPart[]
  readonly quote: InboundQuote | null
  readonly contextToken: string | null
  readonly runId: string | null
  /** The whole message as JSON, unknown fields included, ids as strings; made when read. */
  readonly rawJson: string
}

/** A message that could not be read, set aside alone with whatever could be saved of it (P11). */
export interface UnreadableMessage {
  readonly kind: 'unreadable'
  readonly keys: MessageKeys
  /** Null when not even the contact could be told. */
  readonly conversationUserId: string | null
  readonly direction: 'in' | 'out'
  readonly sentAtMs: number | null
  readonly contextToken: string | null
  readonly rawJson: string
}

export type DecodedMessage = InboundMessage | UnreadableMessage

/** One answered poll. */
export interface DecodedUpdates {
  readonly messages: readonly DecodedMessage[]
  /** Entries that were counted and not kept: beyond what one answer may hold, or junk in a flood of it (P20). */
  readonly lost: number
  /** The next cursor; null keeps the old one. */
  readonly cursor: string | null
  /** The server's hold for the next poll in ms; null when it named none. */
  readonly holdMs: number | null
  /** Why the rest of the answer did not come; its cursor does not count then. Null when it came whole. */
  readonly brokenOff: FailureReason | 'aborted' | null
}
