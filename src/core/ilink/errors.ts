import type { NetworkReason } from './ports.ts'
import type { Endpoint } from './protocol.ts'

/**
 * The two ways a call fails: the server said no, or the call did not complete. Neither keeps an
 * address, a header, a body or a cause, so that printing one can never show a secret (P9).
 */

/** What a non-zero code means (fact sheet 1.6). */
export type ServerErrorKind =
  | 'stale-token'
  | 'overloaded-code'
  | 'invalid-arguments'
  | 'no-typing-ticket'
  | 'refused'

const MAX_ERRMSG = 200
/** Shorter texts, such as an empty cursor, would only garble the words. */
const MIN_SECRET = 4

/** Words of people are shorter: a run like this is an id, a key or an address's parameter. */
const OPAQUE = /[A-Za-z0-9+/=_%-]{24,}/g
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu

/** Server text as it may be shown or logged: no known secret, nothing that looks like one, no control characters, 200 characters at most. */
export function cleanServerText(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length >= MIN_SECRET) clean = clean.replaceAll(secret, '[removed]')
  }
  // cut coarsely before the slower steps, for a server may send megabytes
  clean = clean
    .slice(0, MAX_ERRMSG * 8)
    .replace(OPAQUE, '[removed]')
    .replace(UNPRINTABLE, ' ')
    .trim()
  return Array.from(clean).slice(0, MAX_ERRMSG).join('')
}

/** The server answered with a non-zero `ret` or `errcode`. */
export class IlinkServerError extends Error {
  override readonly name = 'IlinkServerError'
  readonly endpoint: Endpoint
  readonly kind: ServerErrorKind
  /** The two code fields as they came; null where absent. They are independent (fact sheet 1.5). */
  readonly ret: number | null
  readonly errcode: number | null
  /** Cleaned server text, empty when there was none. */
  readonly errmsg: string

  constructor(refusal: { endpoint: Endpoint; ret: number | null; errcode: number | null; errmsg: string }) {
    const code = decidingCode(refusal.ret, refusal.errcode)
    super(
      `iLink ${refusal.endpoint} was refused (${code}${refusal.errmsg === '' ? '' : `: ${refusal.errmsg}`})`,
    )
    this.endpoint = refusal.endpoint
    this.kind = kindOfCode(code)
    this.ret = refusal.ret
    this.errcode = refusal.errcode
    this.errmsg = refusal.errmsg
  }

  /** The code that decides: −14 wherever it stands, else `ret`, else `errcode`. */
  get code(): number {
    return decidingCode(this.ret, this.errcode)
  }
}

function decidingCode(ret: number | null, errcode: number | null): number {
  if (ret === -14 || errcode === -14) return -14
  return ret !== null && ret !== 0 ? ret : (errcode ?? 0)
}

function kindOfCode(code: number): ServerErrorKind {
  switch (code) {
    case -14:
      return 'stale-token'
    case -2:
      return 'overloaded-code'
    case -3:
      return 'invalid-arguments'
    case -4:
      return 'no-typing-ticket'
    default:
      return 'refused'
  }
}

export type TransportErrorKind =
  /** No head of an answer came in time. */
  | 'timeout'
  /** An answer began and then stood still. */
  | 'stalled'
  | 'aborted'
  | 'network'
  | 'http'
  | 'garbage'
  | 'redirect'
  | 'forbidden-host'
  | 'too-large'

/** The call did not complete: no usable answer came. */
export class IlinkTransportError extends Error {
  override readonly name = 'IlinkTransportError'
  readonly endpoint: Endpoint
  readonly kind: TransportErrorKind
  /** HTTP status of `http` and `redirect`; null otherwise. */
  readonly status: number | null
  /** Of `network`: which part of the way failed; null otherwise. */
  readonly reason: NetworkReason | null
  /** Of `network`: the stack's own code such as `ENOTFOUND`; null otherwise. */
  readonly code: string | null
  /** `not-sent` only when it is certain that the server never saw the request. */
  readonly delivery: 'not-sent' | 'unknown'

  constructor(failure: {
    endpoint: Endpoint
    kind: TransportErrorKind
    delivery: 'not-sent' | 'unknown'
    status?: number
    reason?: NetworkReason
    code?: string | null
  }) {
    const detail = failure.status ?? failure.code ?? failure.reason
    super(
      `iLink ${failure.endpoint} did not complete: ${failure.kind}${detail === undefined ? '' : ` (${detail})`}`,
    )
    this.endpoint = failure.endpoint
    this.kind = failure.kind
    this.status = failure.status ?? null
    this.reason = failure.reason ?? null
    this.code = failure.code ?? null
    this.delivery = failure.delivery
  }
}

export type IlinkError = IlinkServerError | IlinkTransportError

export function isIlinkError(error: unknown): error is IlinkError {
  return error instanceof IlinkServerError || error instanceof IlinkTransportError
}
