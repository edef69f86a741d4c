import { HttpFailure, type NetworkReason } from '../ilink/ports.ts'
import { isCertificateCode, isNameCode, isTlsCode, textField } from './codes.ts'
import { LeftError } from './left-error.ts'
import { ProxyError } from './proxy/proxy-error.ts'
import { UnconnectedError } from './unconnected-error.ts'

/** Reads what the network stack threw, and keeps nothing of it but a code and a reason (P9). */

const CODE = /^[A-Z][A-Z0-9_]{1,63}$/
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
/** The request itself cannot be written as HTTP, for example with a line break in a header. */
const INVALID_REQUEST = new Set([
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_URL',
  'ERR_INVALID_CHAR',
])

/** undici wraps, and Node tries several addresses at once: the first error with a code is the telling one. */
function telling(error: unknown, depth = 0): unknown {
  if (depth > 4 || textField(error, 'code') !== null || !(error instanceof Error)) return error
  if (error instanceof AggregateError && error.errors.length > 0) return telling(error.errors[0], depth + 1)
  return error.cause === undefined ? error : telling(error.cause, depth + 1)
}

function reasonOf(code: string): NetworkReason {
  if (isNameCode(code)) return 'dns'
  if (isCertificateCode(code) || isTlsCode(code)) return 'tls'
  if (CONNECT_CODES.has(code)) return 'connect'
  return RESET_CODES.has(code) ? 'reset' : 'other'
}

/** What was thrown where nothing in it says what went wrong, as with an error inside the HTTP library; else null. */
export function unexplained(thrown: unknown, failure: HttpFailure): unknown {
  const isExplained = thrown instanceof HttpFailure || failure.kind !== 'network' || failure.code !== null
  return isExplained ? null : telling(thrown)
}

/**
 * The `HttpFailure` for whatever a request or the reading of its answer threw.
 * @param isTunnelled it went through a proxy: who of the two hung up nobody can tell
 */
export function toHttpFailure(thrown: unknown, signal: AbortSignal, isTunnelled: boolean): HttpFailure {
  if (thrown instanceof HttpFailure) return thrown
  if (signal.aborted) return new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: false })
  const error = telling(thrown)
  if (error instanceof ProxyError)
    return new HttpFailure({ kind: 'network', reason: error.trouble, code: error.code, notSent: true })
  if (error instanceof LeftError)
    return new HttpFailure({ kind: 'network', reason: 'other', code: error.code, notSent: true })
  const rawCode = textField(error, 'code') ?? ''
  const code = CODE.test(rawCode) ? rawCode : ''
  const notSent = error instanceof UnconnectedError || INVALID_REQUEST.has(code)
  const reason = reasonOf(code)
  return new HttpFailure({
    kind: TIMEOUT_CODES.has(code) ? 'timeout' : 'network',
    reason: reason === 'reset' && isTunnelled ? 'proxy-broke-off' : reason,
    code: code === '' ? null : code,
    notSent,
  })
}
