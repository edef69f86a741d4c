import { createCipheriv } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Random } from '#simulator/index.ts'

/** Bytes of one file of media, which are of the type that they are called. */
export interface Blob {
  readonly declared: 'image' | 'voice' | 'video' | 'file'
  /** As the product finds it out from the content. */
  readonly kind: 'image' | 'silk' | 'video' | 'other'
  readonly type: string | null
  readonly bytes: Buffer
}

/** Of twenty files so many are of each kind. */
const SHARES = [
  { below: 12, make: picture },
  { below: 16, make: voice },
  { below: 19, make: document },
  { below: 20, make: video },
] as const

/** One file as people send them; small, for a profile has thousands. */
export function createBlob(index: number, random: Random): Blob {
  const share = SHARES.find(({ below }) => index % 20 < below)
  if (share === undefined) throw new Error('every file is of some kind')
  return share.make(random)
}

/** Bytes that nothing makes shorter. */
function noise(length: number, random: Random): Buffer {
  const key = Buffer.from(random.hex(16), 'hex')
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

function picture(random: Random): Blob {
  const width = 60 + random.below(100)
  const height = Math.round(width * 0.75)
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  // eight bits a channel, red, green and blue
  size.set([8, 2], 8)
  const line = 1 + 3 * width
  const pixels = noise(line * height, random)
  // no filter in any line
  for (let row = 0; row < height; row += 1) pixels[row * line] = 0
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const content = [chunk('IHDR', size), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]
  return {
    declared: 'image',
    kind: 'image',
    type: 'image/png',
    bytes: Buffer.concat([signature, ...content]),
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const [length, sum, named] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(name), data])]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

function voice(random: Random): Blob {
  const bytes = Buffer.concat([Buffer.from('\x02#!SILK_V3'), noise(2_000 + random.below(10_000), random)])
  return { declared: 'voice', kind: 'silk', type: 'audio/silk', bytes }
}

function document(random: Random): Blob {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(5_000 + random.below(60_000), random)])
  return { declared: 'file', kind: 'other', type: 'application/pdf', bytes }
}

function video(random: Random): Blob {
  const head = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1')
  const bytes = Buffer.concat([head, noise(100_000 + random.below(200_000), random)])
  return { declared: 'video', kind: 'video', type: 'video/mp4', bytes }
}
