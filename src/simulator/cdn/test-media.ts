import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { TestClient } from '../test-client.ts'
import { textOf } from '../wire.ts'

/** What an upload is about to say and to bring, written apart from the simulator's own arithmetic. */
interface TestUpload {
  readonly body: Record<string, unknown>
  readonly cipher: Buffer
  readonly keyHex: string
}

/** A correct announcement of `plain` for a recipient, and the ciphertext that belongs to it. */
export function prepare(to: string, plain: Buffer, mediaType = 1, key = randomBytes(16)): TestUpload {
  const cipher = createCipheriv('aes-128-ecb', key, null)
  const enciphered = Buffer.concat([cipher.update(plain), cipher.final()])
  return {
    body: {
      filekey: randomBytes(16).toString('hex'),
      media_type: mediaType,
      to_user_id: to,
      rawsize: plain.length,
      rawfilemd5: createHash('md5').update(plain).digest('hex'),
      filesize: enciphered.length,
      no_need_thumb: true,
      aeskey: key.toString('hex'),
    },
    cipher: enciphered,
    keyHex: key.toString('hex'),
  }
}

/** Announces, uploads, and answers the download parameter. */
export async function uploadFor(client: TestClient, { body, cipher }: TestUpload): Promise<string> {
  const { json } = await client.post('getuploadurl', body)
  const response = await put(textOf(json, 'upload_full_url') ?? '', cipher)
  return response.headers.get('x-encrypted-param') ?? ''
}

/** POST of a ciphertext with the headers that fact sheet 1.3 wants. */
export function put(url: string, cipher: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', ...headers },
    body: new Uint8Array(cipher),
  })
}

/** The `media` member of a sent item, its key in encoding B. */
export function mediaOf(param: string, keyHex: string): Record<string, unknown> {
  return {
    encrypt_query_param: param,
    aes_key: Buffer.from(keyHex, 'latin1').toString('base64'),
    encrypt_type: 1,
  }
}

/** Reverses AES-128-ECB; throws on wrong padding. */
export function decipher(bytes: Buffer, key: Buffer): Buffer {
  const reverse = createDecipheriv('aes-128-ecb', key, null)
  return Buffer.concat([reverse.update(bytes), reverse.final()])
}
