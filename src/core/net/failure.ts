import { HttpFailure, type NetworkReason } from '../ilink/ports.ts'

/** Reads what the network stack threw, and keeps nothing of it but a code and a reason (P9). */

const CODE = /^[A-Z][A-Z0-9_]{1,63}$/
const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const RESET_CODES = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])
const CONNECT_CODES = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** A certificate is judged before the first byte of a request may go out. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_|^HOSTNAME_MISMATCH$|^INVALID_CA$/
const TLS = /^ERR_SSL_|^EPROTO$/
/** The request itself cannot be written as HTTP, for example with a line break in a header. */
const INVALID_REQUEST = new Set([
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_URL',
  'ERR_INVALID_CHAR',
])

function textField(error: unknown, field: 'code' | 'syscall'): string | null {
  if (typeof error !== 'object' || error === null) return null
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' ? value : null
}

/** undici wraps, and Node tries several addresses at once: the first error with a code is the telling one. */
function telling(error: unknown, depth = 0): unknown {
  if (depth > 4 || textField(error, 'code') !== null || !(error instanceof Error)) return error
  if (error instanceof AggregateError && error.errors.length > 0) return telling(error.errors[0], depth + 1)
  return error.cause === undefined ? error : telling(error.cause, depth + 1)
}

function reasonOf(code: string): NetworkReason {
  if (DNS_CODES.has(code)) return 'dns'
  if (CERTIFICATE.test(code) || TLS.test(code)) return 'tls'
  if (CONNECT_CODES.has(code)) return 'connect'
  return RESET_CODES.has(code) ? 'reset' : 'other'
}

/** Whether every address was refused or unreachable before a connection stood. */
function failedToConnect(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(failedToConnect)
  const syscall = textField(error, 'syscall')
  return syscall === 'connect' || syscall === 'getaddrinfo'
}

/** What was thrown where nothing in it says what went wrong, as with an error inside the HTTP library; else null. */
export function unexplained(thrown: unknown, failure: HttpFailure): unknown {
  const isExplained = thrown instanceof HttpFailure || failure.kind !== 'network' || failure.code !== null
  return isExplained ? null : telling(thrown)
}

/** The `HttpFailure` for whatever a request or the reading of its answer threw. */
export function toHttpFailure(thrown: unknown, signal: AbortSignal): HttpFailure {
  if (thrown instanceof HttpFailure) return thrown
  if (signal.aborted) return new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: false })
  const error = telling(thrown)
  const rawCode = textField(error, 'code') ?? ''
  const code = CODE.test(rawCode) ? rawCode : ''
  const notSent =
    failedToConnect(error) ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    CERTIFICATE.test(code) ||
    INVALID_REQUEST.has(code)
  return new HttpFailure({
    kind: TIMEOUT_CODES.has(code) ? 'timeout' : 'network',
    reason: reasonOf(code),
    code: code === '' ? null : code,
    notSent,
  })
}
