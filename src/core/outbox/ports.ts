import type { UploadOutcome, UploadSource } from '#core/cdn/transfers.ts'
import type { OutgoingMessage } from '#core/ilink/message-builder.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SendKind } from '#shared/model/media.ts'

/** One file to be uploaded for one recipient. */
export interface UploadRequest {
  toUserId: string
  kind: SendKind
  source: UploadSource
  signal: AbortSignal
  /** Plain bytes. */
  onProgress(done: number, total: number): void
}

/** What sending needs of an account's live session. */
export interface SendingSession {
  /** False while the session cannot send; `Outbox.wake` is called when that changes. */
  canSend(id: AccountId): boolean
  /** Resolves when the newest context token is known, or cannot be had in time (P7). Never rejects. */
  ensureFresh(id: AccountId): Promise<void>
  /** Sends with the account's own credentials; a stale token is reported to the session by itself. */
  send(id: AccountId, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Number of the account's live binding; null while it has none. */
  binding(id: AccountId): number | null
  /** Uploads with the account's own credentials; a stale token is reported as above. */
  upload(id: AccountId, request: UploadRequest): Promise<UploadOutcome>
}

/** Keeps broadcasts from going too fast (P13): per account, and over all of them. */
export interface Pacing {
  /** How long the account's next message of a broadcast has to wait, in ms; 0 when it may leave. */
  msUntil(id: AccountId): number
  /** One leaves now. */
  record(id: AccountId, paceMs: number, perMinute: number): void
}

/** The bytes behind queued messages. */
export interface OutboxFiles {
  /** Whether the bytes are here as they were taken. */
  isWhole(file: MediaFile): boolean
  /** Reads a file from its beginning; fails where it is gone. */
  read(hash: string): AsyncIterable<Uint8Array>
}
