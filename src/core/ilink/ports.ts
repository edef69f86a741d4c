import type { ProxyTrouble } from '#shared/model/proxy.ts'

/**
 * The HTTP that the iLink client needs; the real one is `src/core/net/http.ts`. Clock and randomness
 * are the core's own ports.
 */

/**
 * So many chunks of a streamed body hold at a time. On their way are one in the socket, one in the stream before it and one
 * that is being made; the rest is to spare.
 */
export const CHUNKS_THAT_HOLD = 6

/** A body that is streamed. It goes out with a Content-Length of `size`, never chunked (fact sheet 6.2). */
export interface StreamBody {
  readonly size: number
  /**
   * Called once; ended early when the exchange is. Bytes that are not `size` in all fail the exchange. A chunk may be
   * written over once `CHUNKS_THAT_HOLD` more were asked for.
   */
  stream(): AsyncIterable<Uint8Array>
}

/** One request. Header names and values go out exactly as given; the length of a text is left to HTTP. */
export interface HttpRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | StreamBody
  /** Aborts the exchange at any point, also while the body is read. */
  readonly signal: AbortSignal
  /**
   * In the poll lane: tells the server that nobody waits any more (FIN), while what it has written still arrives. What
   * has not been sent yet is aborted.
   */
  readonly halfClose?: AbortSignal
  /**
   * Told whether the request waits for its connection: while it does no byte of it has left, and a port that never says
   * so leaves that open. Must not throw.
   */
  readonly connecting?: (isConnecting: boolean) => void
  /**
   * The caller's own limit in ms until the head of the answer is in; what the port has built in must never be
   * shorter, nor end a body of which bytes still come. In the media lane the port holds it: so long may no byte
   * move either way, once a connection is there and while it is read.
   */
  readonly timeoutMs: number
  /** Long polls, short calls and transfers are pooled apart, so that none waits for the others. */
  readonly lane: 'poll' | 'call' | 'media'
}

/**
 * The head of an answer with its body still to be read, decoded where it came compressed: a reader that stops at a
 * limit bounds what is decoded. Either iterate `body` or call `discard`.
 */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array>
  /** Gives an unwanted body up; never rejects. */
  discard(): Promise<void>
}

/** Redirects are never followed: a 3xx comes back as it is. Fails with `HttpFailure`. */
export interface HttpPort {
  fetch(request: HttpRequest): Promise<HttpResponse>
}

/** Why an exchange failed, told apart for the operator's sake (fact sheet 8, "fetch failed everywhere"). */
export type NetworkReason = 'dns' | 'connect' | 'tls' | 'reset' | 'other' | ProxyTrouble

/** What an `HttpPort` rejects with. Carries a code of the network stack and nothing of the request. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure'
  /** `garbage`: the bytes came, but are not what the answer says they are. */
  readonly kind: 'timeout' | 'aborted' | 'network' | 'garbage'
  readonly reason: NetworkReason
  /** For example `ECONNREFUSED`; null when the stack gave none. */
  readonly code: string | null
  /** True only when it is certain that no byte of the request left. */
  readonly notSent: boolean

  constructor(failure: {
    kind: 'timeout' | 'aborted' | 'network' | 'garbage'
    reason: NetworkReason
    code: string | null
    notSent: boolean
  }) {
    super(`HTTP exchange failed: ${failure.kind} (${failure.code ?? failure.reason})`)
    this.kind = failure.kind
    this.reason = failure.reason
    this.code = failure.code
    this.notSent = failure.notSent
  }
}
