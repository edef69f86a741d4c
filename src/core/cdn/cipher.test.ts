import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { encodeOutboundKey } from '../ilink/aes-key.ts'
import { CHUNKS_THAT_HOLD } from '../ilink/ports.ts'
import { CipherError, decipher, encipher, paddedSize } from './cipher.ts'

const KEY = vectors.media_round_trip.aeskey

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  // chunks are written over
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts).toString('hex')
}

describe('AES-128-ECB with PKCS#7, as a stream', () => {
  const round = vectors.media_round_trip
  const cases = [
    ...vectors.aes_128_ecb_pkcs7,
    { ...round, id: 'media-round-trip', key_hex: round.aeskey, padded_size: round.filesize },
  ]
  it.each(cases)(
    '$id, however it is cut',
    async ({ key_hex, plaintext_hex, ciphertext_hex, padded_size }) => {
      const plain = Buffer.from(plaintext_hex, 'hex')
      const ciphered = Buffer.from(ciphertext_hex, 'hex')
      expect(paddedSize(plain.length)).toBe(padded_size)
      for (const size of [1, 7, 16, 4096]) {
        expect(await gather(encipher(cut(plain, size), key_hex))).toBe(ciphertext_hex)
        expect(await gather(decipher(cut(ciphered, size), key_hex))).toBe(plaintext_hex)
      }
    },
  )

  it.each([
    ['enciphering', encipher],
    ['deciphering', decipher],
  ] as const)('lets others have their turns while %s a large chunk', async (_what, run) => {
    const large = Buffer.from(await gather(encipher(cut(Buffer.alloc(1024 * 1024), 4096), KEY)), 'hex')
    let turns = 0
    const count = () => {
      turns += 1
      pending = setImmediate(count)
    }
    let pending = setImmediate(count)
    await gather(run(cut(large, large.length), KEY))
    clearImmediate(pending)
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it('takes no more memory for a large file than for a small one', async () => {
    const memory = new Set<ArrayBufferLike>()
    for await (const chunk of encipher(cut(Buffer.alloc(4 * 1024 * 1024), 64 * 1024), KEY))
      if (chunk.length > 16) memory.add(chunk.buffer)
    expect(memory.size).toBe(CHUNKS_THAT_HOLD)
  })

  it.each(vectors.aes_decrypt_errors)('$id is an error', async ({ key_hex, ciphertext_hex }) => {
    const chunks = decipher(cut(Buffer.from(ciphertext_hex, 'hex'), 5), key_hex)
    await expect(gather(chunks)).rejects.toBeInstanceOf(CipherError)
  })

  it.each(vectors.padded_size)('$raw plain bytes become $padded', ({ raw, padded }) => {
    expect(paddedSize(raw)).toBe(padded)
  })

  it('the key goes out in the encoding that phones understand', () => {
    expect(encodeOutboundKey(round.aeskey)).toBe(round.outbound_aes_key)
  })
})
