import { Buffer } from 'node:buffer'
import type { Base64 } from './bridge/codec.ts'

/** Node's side of the codec's bytes; decoded arrays own their buffer. */
export const nodeBase64: Base64 = {
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
}
