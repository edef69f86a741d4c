import { createCipheriv, createDecipheriv } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CHUNKS_THAT_HOLD } from '#core/ilink/ports.ts'

/** Media are enciphered with AES-128-ECB and PKCS#7 padding (fact sheet 6.3). */
const ALGORITHM = 'aes-128-ecb'
const BLOCK_BYTES = 16
/** Ciphering this much takes a fraction of a millisecond; more at once would hold up the event loop. */
const SLICE_BYTES = 256 * 1024

/** Bytes that are no whole ciphertext of this key. ECB has no integrity: few wrong keys are noticed. */
export class CipherError extends Error {
  override readonly name = 'CipherError'
}

/** Size of the ciphertext of `rawSize` plain bytes; padding always adds 1 to 16 bytes. */
export function paddedSize(rawSize: number): number {
  return (Math.floor(rawSize / BLOCK_BYTES) + 1) * BLOCK_BYTES
}

/**
 * What a cipher hands out is new memory each time, which lies about until the garbage collector comes: for a file of
 * 100 MB as much again. It is copied into a few buffers instead, and freed.
 */
class ReusedChunks {
  readonly #buffers: Buffer[] = []
  #taken = 0

  /** A copy of bytes that nobody has seen, which are empty afterwards. */
  take(bytes: Buffer<ArrayBuffer>): Uint8Array {
    const place = this.#taken % CHUNKS_THAT_HOLD
    this.#taken += 1
    const buffer = this.#buffers[place] ?? Buffer.allocUnsafeSlow(SLICE_BYTES + BLOCK_BYTES)
    this.#buffers[place] = buffer
    const { length } = bytes
    buffer.set(bytes)
    bytes.buffer.transfer(0)
    return buffer.subarray(0, length)
  }
}

async function* slices(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      if (at > 0) await setImmediate()
      yield chunk.subarray(at, at + SLICE_BYTES)
    }
  }
}

/**
 * The ciphertext of a stream, chunk by chunk. A chunk holds until `CHUNKS_THAT_HOLD` more were asked for, so that a file
 * of any size goes out through the same few buffers. @param keyHex 32 hex digits
 */
export async function* encipher(
  source: AsyncIterable<Uint8Array>,
  keyHex: string,
): AsyncGenerator<Uint8Array> {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(keyHex, 'hex'), null)
  const chunks = new ReusedChunks()
  for await (const slice of slices(source)) {
    const bytes = cipher.update(slice)
    if (bytes.length > 0) yield chunks.take(bytes)
  }
  yield cipher.final()
}

/** The plain bytes of a ciphertext, chunk by chunk. @throws CipherError at its end, when it is not whole */
export async function* decipher(
  source: AsyncIterable<Uint8Array>,
  keyHex: string,
): AsyncGenerator<Uint8Array> {
  const cipher = createDecipheriv(ALGORITHM, Buffer.from(keyHex, 'hex'), null)
  for await (const slice of slices(source)) {
    const bytes = cipher.update(slice)
    if (bytes.length > 0) yield bytes
  }
  let last: Uint8Array
  try {
    last = cipher.final()
  } catch (error) {
    throw new CipherError('the ciphertext is not whole, or the key is another', { cause: error })
  }
  if (last.length > 0) yield last
}
