import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { encodeOutboundKey, keyFromHexField, keyFromMediaField } from './aes-key.ts'

describe('media keys', () => {
  it.each(vectors.aes_key_encodings)('$id', (vector) => {
    if (vector.expect === 'error') {
      expect(keyFromMediaField(vector.given)).toBeNull()
      expect(keyFromHexField(vector.given)).toBeNull()
      return
    }
    if (vector.given !== undefined) expect(keyFromHexField(vector.given)).toBe(vector.raw_hex)
    for (const text of [vector.A_base64_of_raw, vector.B_base64_of_hex_text]) {
      if (text !== undefined) expect(keyFromMediaField(text)).toBe(vector.raw_hex)
    }
  })

  it('goes out in encoding B', () => {
    expect(encodeOutboundKey(vectors.media_round_trip.aeskey)).toBe(vectors.media_round_trip.outbound_aes_key)
  })

  it('takes bare hex in the media field too, and nothing that is no key', () => {
    expect(keyFromMediaField('00112233445566778899AABBCCDDEEFF')).toBe('00112233445566778899aabbccddeeff')
    for (const text of ['', '!!!!', 'AA==', ' ', '你好']) expect(keyFromMediaField(text)).toBeNull()
  })
})
