import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Order } from './messages.ts'

/** The floor: a streaming cipher piped into the upload. It shares no code with the product. */

/** As large as makes it the fastest. */
const READ_BYTES = 256 * 1024

async function measured(file: string): Promise<{ rawfilemd5: string; rawsize: number }> {
  const hash = createHash('md5')
  let rawsize = 0
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk)
    rawsize += chunk.length
  }
  return { rawfilemd5: hash.digest('hex'), rawsize }
}

async function announce({ bound }: Order, fields: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${bound.baseUrl}/ilink/bot/getuploadurl`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bound.botToken}` },
    body: JSON.stringify({ to_user_id: bound.userId, media_type: 3, no_need_thumb: true, ...fields }),
  })
  const answer: { upload_full_url?: string } = await response.json()
  if (answer.upload_full_url === undefined) throw new Error('no upload address')
  return answer.upload_full_url
}

async function post(url: string, file: string, key: Buffer, bytes: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const upload = request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
  })
  upload.on('response', resolve)
  upload.on('error', reject)
  await pipeline(
    createReadStream(file, { highWaterMark: READ_BYTES }),
    createCipheriv('aes-128-ecb', key, null),
    upload,
  )
  const answer = await promise
  answer.resume()
  if (answer.headers['x-encrypted-param'] === undefined) throw new Error('the upload was not taken')
}

/** Uploads a file and answers in how many seconds; its MD5 is made before the clock starts. */
export function createBareUpload(order: Order): (file: string) => Promise<number> {
  return async (file) => {
    const facts = await measured(file)
    const began = performance.now()
    const key = randomBytes(16)
    const filesize = (Math.floor(facts.rawsize / 16) + 1) * 16
    const filekey = randomBytes(16).toString('hex')
    const url = await announce(order, { ...facts, filesize, filekey, aeskey: key.toString('hex') })
    await post(url, file, key, filesize)
    return (performance.now() - began) / 1000
  }
}
