import { HttpFailure, type HttpResponse } from '#core/ilink/ports.ts'
import { downloadUrl } from '#core/ilink/urls.ts'
import { sleep } from '#core/sleep.ts'
import type { MediaReason } from '#shared/model/media.ts'
import { CipherError, decipher } from './cipher.ts'
import { DOWNLOAD_STALL_MS } from './stall.ts'
import type { CdnDeps, DownloadAnswer, DownloadCall } from './transfers.ts'

/** Rests before the attempts of one download: a CDN that answers 500 often answers the next time (fact sheet 6.4). */
const RESTS_MS = [0, 1_000, 3_000] as const
/** What the ciphertext may have more than the plain bytes. */
const PADDING_BYTES = 16

/** Reading a download ended before its end. `retry`: it may end differently later. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError'
  readonly reason: MediaReason
  readonly retry: boolean

  constructor(reason: MediaReason, retry: boolean, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
    this.retry = retry
  }
}

const failed = (reason: MediaReason, retry: boolean): DownloadAnswer => ({ kind: 'failed', reason, retry })

function lengthOf(response: HttpResponse): number | null {
  const header = response.headers.get('content-length') ?? ''
  return /^\d{1,15}$/.test(header) ? Number(header) : null
}

/** The body as it comes; one that breaks off or stalls is the server's failure. */
async function* received(
  response: HttpResponse,
  total: number | null,
  onProgress: DownloadCall['onProgress'],
): AsyncGenerator<Uint8Array> {
  let done = 0
  try {
    for await (const chunk of response.body) {
      done += chunk.length
      onProgress(done, total)
      yield chunk
    }
  } catch (error) {
    throw new DownloadError('server-failed', true, { cause: error })
  }
  if (total !== null && done !== total) throw new DownloadError('server-failed', true)
}

async function* limited(
  plain: AsyncIterable<Uint8Array>,
  maxBytes: number | null,
): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const chunk of plain) {
      size += chunk.length
      if (maxBytes !== null && size > maxBytes) throw new DownloadError('too-large', false)
      yield chunk
    }
  } catch (error) {
    if (error instanceof CipherError) throw new DownloadError('damaged', true, { cause: error })
    throw error
  }
}

/** Builds the download of a CDN client. */
export function createDownload({ http, hosts, clock }: CdnDeps) {
  /** One request; null where the next may end differently at once. */
  async function ask(
    url: string,
    signal: AbortSignal,
  ): Promise<
    { kind: 'response'; response: HttpResponse } | { kind: 'answer'; answer: DownloadAnswer; again: boolean }
  > {
    try {
      const response = await http.fetch({
        url,
        method: 'GET',
        headers: {},
        signal,
        timeoutMs: DOWNLOAD_STALL_MS,
        lane: 'media',
      })
      if (response.status === 200) return { kind: 'response', response }
      void response.discard()
      const isBusy = response.status === 408 || response.status === 429
      const isGone = response.status >= 400 && response.status <= 499 && !isBusy
      const answer = isGone ? failed('gone', false) : failed('server-failed', true)
      return { kind: 'answer', answer, again: !isGone }
    } catch (error) {
      if (signal.aborted) return { kind: 'answer', answer: { kind: 'aborted' }, again: false }
      const isAway = error instanceof HttpFailure && error.notSent
      return { kind: 'answer', answer: failed(isAway ? 'not-connected' : 'server-failed', true), again: true }
    }
  }

  function open(response: HttpResponse, { media, maxBytes, onProgress }: DownloadCall): DownloadAnswer {
    const total = lengthOf(response)
    if (maxBytes !== null && total !== null && total > maxBytes + PADDING_BYTES) {
      void response.discard()
      return failed('too-large', false)
    }
    const body = received(response, total, onProgress)
    // without any key the bytes are plain (fact sheet 4.4)
    const plain = media.keyHex === null ? body : decipher(body, media.keyHex)
    return { kind: 'open', plain: limited(plain, maxBytes) }
  }

  return async (call: DownloadCall): Promise<DownloadAnswer> => {
    const { media, signal } = call
    if (media.keyState === 'undecodable') return failed('bad-key', false)
    const address = downloadUrl(hosts.cdnBase, media)
    if (address === null) return failed('no-address', false)
    const decision = hosts.checkCdnUrl(address)
    if (!decision.ok) return failed('host-not-allowed', false)
    let last: DownloadAnswer = failed('server-failed', true)
    for (const rest of RESTS_MS) {
      if (rest > 0) await sleep(clock, rest, signal)
      if (signal.aborted) return { kind: 'aborted' }
      const asked = await ask(decision.url, signal)
      if (asked.kind === 'response') return open(asked.response, call)
      last = asked.answer
      if (!asked.again) break
    }
    return last
  }
}
