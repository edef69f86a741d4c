import { createHash } from 'node:crypto'
import {
  cleanServerText,
  IlinkServerError,
  isIlinkError,
  type TransportErrorKind,
} from '#core/ilink/errors.ts'
import { HttpFailure, type HttpResponse } from '#core/ilink/ports.ts'
import { uploadUrl } from '#core/ilink/urls.ts'
import type { SendKind } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'
import { addressSecrets } from './address-secrets.ts'
import { encipher, paddedSize } from './cipher.ts'
import { UPLOAD_STALL_MS } from './stall.ts'
import type { CdnDeps, UploadCall, UploadOutcome, UploadSource } from './transfers.ts'

/** Attempts of one upload, at once one after the other (fact sheet 6.2). */
const ATTEMPTS = 3
/** `media_type` of getuploadurl; not the item types (fact sheet 6.1). */
const MEDIA_TYPES = { image: 1, video: 2, file: 3 } as const satisfies Record<SendKind, number>
/** An error's text is cut to 200 characters anyway. */
const MAX_ERROR_BYTES = 16 * 1024

/** The file cannot be read, or its bytes are not those that were announced. */
class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
}

/** How one attempt ended: for good, or in a way that another may end differently. */
type Attempt = { kind: 'over'; outcome: UploadOutcome } | { kind: 'again'; reached: boolean }

/** Where an upload goes, and what of that nobody may read (P9). */
interface Address {
  kind: 'address'
  url: string
  secrets: readonly string[]
}

const over = (outcome: UploadOutcome): Attempt => ({ kind: 'over', outcome })
/** Reached, but in vain. */
const AGAIN: Attempt = { kind: 'again', reached: true }

/**
 * The bytes of a file; fails at their end when they are not those announced, so that what is enciphered never gets its
 * last block and no changed file goes out as whole.
 */
async function* checked(source: UploadSource, onRead: (done: number) => void): AsyncGenerator<Uint8Array> {
  const md5 = createHash('md5')
  let size = 0
  try {
    for await (const chunk of source.open()) {
      md5.update(chunk)
      size += chunk.length
      if (size > source.size) break
      onRead(size)
      yield chunk
    }
  } catch (error) {
    throw new SourceFailure('the file cannot be read', { cause: error })
  }
  if (size !== source.size || md5.digest('hex') !== source.md5)
    throw new SourceFailure('the file is not what was announced')
}

/** What a refusing CDN says; an answer that breaks off says what has come. */
async function errorText(response: HttpResponse): Promise<string> {
  const header = response.headers.get('x-error-message')
  if (header !== null && header.trim() !== '') {
    void response.discard()
    return header
  }
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_ERROR_BYTES) break
    }
  } catch {
    // the status alone has said no
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** Builds the upload of a CDN client. */
export function createUpload({ client, http, hosts, random }: CdnDeps) {
  const freshHex = () => Buffer.from(random.bytes(16)).toString('hex')

  /** Every attempt has a file key, a key and an address of its own (P3). */
  async function attempt(call: UploadCall): Promise<Attempt> {
    const filekey = freshHex()
    const keyHex = freshHex()
    const address = await addressFor(call, filekey, keyHex)
    if (address.kind !== 'address') return address
    const decision = hosts.checkCdnUrl(address.url)
    if (!decision.ok) return over({ kind: 'forbidden-host', host: decision.host })
    return send(call, decision.url.trim(), keyHex, [...address.secrets, filekey, keyHex])
  }

  async function addressFor(
    { account, toUserId, kind, source, signal }: UploadCall,
    filekey: string,
    keyHex: string,
  ): Promise<Address | Attempt> {
    try {
      const { fullUrl, param } = await client.getUploadUrl({
        account,
        signal,
        toUserId,
        mediaType: MEDIA_TYPES[kind],
        filekey,
        rawSize: source.size,
        rawMd5: source.md5,
        fileSize: paddedSize(source.size),
        keyHex,
      })
      const url = fullUrl ?? (param === null ? null : uploadUrl(hosts.cdnBase, param, filekey))
      if (url === null) return over({ kind: 'no-address' })
      return { kind: 'address', url, secrets: addressSecrets(url, param) }
    } catch (error) {
      if (!isIlinkError(error)) throw error
      if (error instanceof IlinkServerError) return over(refusal(error))
      return withoutAddress(error.kind, account.baseUrl)
    }
  }

  async function send(
    { source, signal, onProgress }: UploadCall,
    url: string,
    keyHex: string,
    secrets: readonly string[],
  ): Promise<Attempt> {
    const read: { isWhole: boolean; failure: SourceFailure | null } = { isWhole: false, failure: null }
    async function* plain(): AsyncGenerator<Uint8Array> {
      try {
        yield* checked(source, (done) => onProgress(done, source.size))
        read.isWhole = true
      } catch (error) {
        if (error instanceof SourceFailure) read.failure = error
        throw error
      }
    }
    const cipherSize = paddedSize(source.size)
    let response: HttpResponse
    try {
      response = await http.fetch({
        url,
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: { size: cipherSize, stream: () => encipher(plain(), keyHex) },
        signal,
        timeoutMs: UPLOAD_STALL_MS,
        lane: 'media',
      })
    } catch (error) {
      if (read.failure !== null) return over({ kind: 'source-failed', error: read.failure })
      if (signal.aborted) return over({ kind: 'aborted' })
      return { kind: 'again', reached: !(error instanceof HttpFailure && error.notSent) }
    }
    const { status, headers } = response
    if (status >= 400 && status <= 499) {
      const text = cleanServerText(await errorText(response), secrets)
      return over({ kind: 'refused', serverText: text === '' ? null : text })
    }
    void response.discard()
    const encryptQueryParam = headers.get('x-encrypted-param')?.trim() ?? ''
    if (read.failure !== null) return over({ kind: 'source-failed', error: read.failure })
    // a CDN that says yes before it has everything cannot have all of it
    if (status !== 200 || encryptQueryParam === '' || !read.isWhole) return AGAIN
    return over({ kind: 'uploaded', encryptQueryParam, keyHex, cipherSize })
  }

  return async (call: UploadCall): Promise<UploadOutcome> => {
    let wasReached = false
    for (let count = 0; count < ATTEMPTS; count += 1) {
      if (call.signal.aborted) return { kind: 'aborted' }
      const ended = await attempt(call)
      if (ended.kind === 'over') return call.signal.aborted ? { kind: 'aborted' } : ended.outcome
      wasReached ||= ended.reached
    }
    return wasReached ? { kind: 'failed' } : { kind: 'not-connected' }
  }
}

function refusal(error: IlinkServerError): UploadOutcome {
  switch (error.kind) {
    case 'stale-token':
      return { kind: 'stale-token', error }
    case 'overloaded-code':
      return { kind: 'rate-limited', error }
    case 'invalid-arguments':
    case 'no-typing-ticket':
    case 'refused':
      return { kind: 'refused', serverText: error.errmsg === '' ? null : error.errmsg }
    default:
      return unreachable(error.kind)
  }
}

/** What to make of a call for an address that did not complete. */
function withoutAddress(kind: TransportErrorKind, baseUrl: string): Attempt {
  switch (kind) {
    case 'network':
    case 'timeout':
    case 'stalled':
      return over({ kind: 'not-connected' })
    case 'aborted':
      return over({ kind: 'aborted' })
    case 'forbidden-host':
      return over({ kind: 'forbidden-host', host: URL.parse(baseUrl)?.hostname ?? null })
    case 'http':
    case 'garbage':
    case 'redirect':
    case 'too-large':
      return AGAIN
    default:
      return unreachable(kind)
  }
}
