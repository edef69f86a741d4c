import { z } from 'zod'
import type { AccountId, ConversationId, MessageId } from './ids.ts'

/** Local id of one attachment: of a received or sent message's part, or of a quoted item. */
export const MediaId = z.number().int().positive().brand<'MediaId'>()
export type MediaId = z.infer<typeof MediaId>

/** Local id of a file that was dropped, pasted or picked and is not sent yet (UUID). */
export const StagedId = z.uuid().brand<'StagedId'>()
export type StagedId = z.infer<typeof StagedId>

/** What bytes are, decided by their content alone (P12). `silk`: a WeChat voice, playable once decoded. */
export type MediaKind = 'image' | 'video' | 'audio' | 'silk' | 'other'

/**
 * Where the bytes of an attachment are.
 * `waiting`: will be fetched by itself; `loading`: is being fetched; `held`: on this computer;
 * `on-demand`: fetched when the operator asks; `failed`: could not be fetched, see the reason;
 * `removed`: was here and was removed by retention.
 */
export type MediaState = 'waiting' | 'loading' | 'held' | 'on-demand' | 'failed' | 'removed'

/** Why an attachment is not held. */
export type MediaReason =
  /** The address points to a host that may not be asked (P10). */
  | 'host-not-allowed'
  /** The message names neither an address nor a parameter. */
  | 'no-address'
  /** The key could not be read. */
  | 'bad-key'
  /** The bytes do not match what the message says of them, or do not decipher. */
  | 'damaged'
  /** The server has it no more (4xx). */
  | 'gone'
  /** The server failed again and again (5xx or a broken answer). */
  | 'server-failed'
  | 'not-connected'
  | 'too-large'
  | 'disk-full'
  | 'disk-failed'
  /** The file that stood here is gone. */
  | 'missing'

/** An attachment as a window sees it; its bytes are at `mediaAddress(id)` (media-address.ts) while it is held. */
export interface MediaView {
  id: MediaId
  /** Index of the message's part it belongs to; `quote` for a quoted item that came inline. */
  place: number | 'quote'
  state: MediaState
  reason: MediaReason | null
  /** By content; null until held. */
  kind: MediaKind | null
  /** MIME type by content; null until held, and for bytes of no known type. */
  type: string | null
  /** Bytes held; null until then. */
  size: number | null
}

/** How far a transfer of an attachment is, up or down. Sent while it goes on, then once with `null`. */
export interface MediaProgress {
  id: MediaId
  progress: { done: number; total: number | null } | null
}

/** The kind of message a file goes out as. Audio goes as a file: phones never show a bot's voice (fact sheet 5.1). */
export type SendKind = 'image' | 'video' | 'file'

/** A file in the app's keeping, ready to be reviewed and sent. */
export interface StagedFile {
  id: StagedId
  /** Its own name without folders; untrusted all the same. */
  name: string
  /** Bytes, never zero. */
  size: number
  kind: MediaKind
  /** MIME type by content; null for bytes of no known type. */
  type: string | null
  /** What it goes out as unless the operator wants a file. */
  sendKind: SendKind
  /** The same picture or film with the place where it was taken, which this one lacks; null where there was none. */
  withPlace: StagedId | null
  /** It could not be looked through for a place, so it may hold one. */
  mayHoldPlace: boolean
}

/** Why a file was not taken. */
export type StageProblem =
  | 'folder'
  | 'empty'
  | 'too-large'
  | 'unreadable'
  | 'changed'
  | 'disk-full'
  | 'disk-failed'
  | 'cancelled'

/** What became of one of the files that were dropped, pasted or picked. */
export type StageResult = { ok: true; file: StagedFile } | { ok: false; name: string; problem: StageProblem }

/** One entry of a conversation's gallery. */
export interface GalleryItem {
  media: MediaView
  messageId: MessageId
  conversationId: ConversationId
  direction: 'in' | 'out'
  /** Unix milliseconds, the message's. */
  at: number
  /** What the message called it: a file's name; empty otherwise. */
  name: string
  /** The part's kind as the message declared it. */
  declared: 'image' | 'video' | 'voice' | 'file'
}

/** Bytes that media take on this computer. A file held for several accounts counts for each, once in the total. */
export interface StorageUse {
  totalBytes: number
  totalFiles: number
  accounts: { accountId: AccountId; bytes: number; files: number }[]
}
