/**
 * The spellings of a 128-bit media key (fact sheet 6.3). The field decides which are possible:
 * 32 hex digits are valid base64 of 24 bytes too, so the look of a text proves nothing.
 */

const HEX_KEY = /^[0-9a-fA-F]{32}$/
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/** `image_item.aeskey` and `getuploadurl.aeskey`: bare hex. Lower-case hex, or null if it is none. */
export function keyFromHexField(text: string): string | null {
  const trimmed = text.trim()
  return HEX_KEY.test(trimmed) ? trimmed.toLowerCase() : null
}

/**
 * `media.aes_key`: base64 of the 16 bytes (A) or of their 32 hex digits as ASCII (B); bare hex is
 * taken too, since its 24 bytes as base64 could be nothing else. Lower-case hex, or null.
 */
export function keyFromMediaField(text: string): string | null {
  const trimmed = text.trim()
  if (!BASE64.test(trimmed)) return null
  const bytes = Buffer.from(trimmed, 'base64')
  if (bytes.length === 16) return bytes.toString('hex')
  if (bytes.length === 32) return keyFromHexField(bytes.toString('latin1'))
  return keyFromHexField(trimmed)
}

/** Encoding B, the only one that phones understand from a bot. */
export function encodeOutboundKey(keyHex: string): string {
  return Buffer.from(keyHex, 'latin1').toString('base64')
}
