import type { IlinkAccount, IlinkClient } from '#core/ilink/client.ts'
import type { IlinkServerError } from '#core/ilink/errors.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { MediaReference } from '#core/ilink/message.ts'
import type { HttpPort } from '#core/ilink/ports.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { MediaReason, SendKind } from '#shared/model/media.ts'

/** The plain bytes of a file to be uploaded. */
export interface UploadSource {
  size: number
  /** MD5 in hex. */
  md5: string
  /** Reads it from its beginning; called once per attempt. */
  open(): AsyncIterable<Uint8Array>
}

/** How an upload ended (fact sheet 6.1 and 6.2). Nothing of it has reached anybody in any case. */
export type UploadOutcome =
  | { kind: 'uploaded'; encryptQueryParam: string; keyHex: string; cipherSize: number }
  /** Server or CDN could not be reached; try later. */
  | { kind: 'not-connected' }
  | { kind: 'stale-token'; error: IlinkServerError }
  /** −2 of getuploadurl: the account is restricted, as with "rate limited" (fact sheet 5.4). */
  | { kind: 'rate-limited'; error: IlinkServerError }
  /** The server or the CDN said no. The text is cleaned, but still the server's. */
  | { kind: 'refused'; serverText: string | null }
  /** All attempts ended in a failing CDN. */
  | { kind: 'failed' }
  /** The server named an address that may not be asked, and was not (P10). */
  | { kind: 'forbidden-host'; host: string | null }
  /** The server named no address at all. */
  | { kind: 'no-address' }
  /** The file could not be read, or is not what was announced. */
  | { kind: 'source-failed'; error: unknown }
  | { kind: 'aborted' }

export interface UploadCall {
  account: IlinkAccount
  /** An upload is bound to its recipient. */
  toUserId: string
  kind: SendKind
  source: UploadSource
  signal: AbortSignal
  /** Plain bytes. */
  onProgress(done: number, total: number): void
}

export interface DownloadCall {
  media: MediaReference
  /** Most plain bytes that are wanted; null sets no limit. */
  maxBytes: number | null
  signal: AbortSignal
  /** Bytes on the wire; `total` is null where the server does not say. */
  onProgress(done: number, total: number | null): void
}

/** A download whose bytes come, or why there is none. Reading `plain` fails with `DownloadError`. */
export type DownloadAnswer =
  | { kind: 'open'; plain: AsyncIterable<Uint8Array> }
  /** `retry`: it may end differently later. */
  | { kind: 'failed'; reason: MediaReason; retry: boolean }
  | { kind: 'aborted' }

/** What both directions are made of. */
export interface CdnDeps {
  client: Pick<IlinkClient, 'getUploadUrl'>
  http: HttpPort
  hosts: Pick<HostPolicy, 'cdnBase' | 'checkCdnUrl'>
  random: Pick<Random, 'bytes'>
  clock: Clock
}
