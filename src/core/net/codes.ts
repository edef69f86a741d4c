/** Codes of the network stack, and which part of the way they speak of. */

const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
/** A certificate is judged before the first byte of a request may go out. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_|^HOSTNAME_MISMATCH$|^INVALID_CA$/
const TLS = /^ERR_SSL_|^EPROTO$/

export function isNameCode(code: string): boolean {
  return NAME_CODES.has(code)
}

export function isCertificateCode(code: string): boolean {
  return CERTIFICATE.test(code)
}

/** The other side speaks no TLS that can be understood. */
export function isTlsCode(code: string): boolean {
  return TLS.test(code)
}

/** A text field of what was thrown; null where it has none. */
export function textField(error: unknown, field: 'code' | 'syscall'): string | null {
  if (typeof error !== 'object' || error === null) return null
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' ? value : null
}

/** The code of what was thrown; of several attempts that of the first. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError && textField(error, 'code') === null) return errorCode(error.errors[0])
  return textField(error, 'code') ?? ''
}
