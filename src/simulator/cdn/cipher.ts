import type { Decipheriv } from 'node:crypto'
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** AES-128 in ECB mode with PKCS#7 padding (fact sheet 6.3). */
const algorithm = 'aes-128-ecb'

/** How many bytes `size` plain bytes become: always at least one byte of padding (6.1). */
export function cipherSize(size: number): number {
  return (Math.floor(size / 16) + 1) * 16
}

/** Both encodings of a key, given as 32 hex characters (6.3). */
export function encodeKey(hex: string, encoding: 'A' | 'B'): string {
  return (encoding === 'A' ? Buffer.from(hex, 'hex') : Buffer.from(hex, 'latin1')).toString('base64')
}

/**
 * Enciphers block by block.
 * @param keyHex 32 hex characters; without a key the bytes pass as they are
 */
export function* encipher(blocks: Iterable<Buffer>, keyHex: string | undefined): Generator<Buffer> {
  if (keyHex === undefined) {
    yield* blocks
    return
  }
  const cipher = createCipheriv(algorithm, Buffer.from(keyHex, 'hex'), null)
  for (const block of blocks) yield cipher.update(block)
  yield cipher.final()
}

/**
 * Deciphers what is fed to it; `final` throws when the padding is wrong.
 * @param keyHex 32 hex characters
 */
export function decipherer(keyHex: string): Decipheriv {
  return createDecipheriv(algorithm, Buffer.from(keyHex, 'hex'), null)
}
