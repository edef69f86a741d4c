import { createCipheriv, createHash } from 'node:crypto'

/** Plain bytes behind a media reference, held, made up at each reading, or no more than known by their digests. */
export interface Content {
  readonly size: number
  /** Lower-case hex. */
  readonly md5: string
  /** Lower-case hex. */
  readonly sha256: string
  /** Bytes it occupies in memory. */
  readonly weight: number
  /** Reads the bytes from the start; `undefined` when they were too many to be kept. */
  readonly blocks: (() => Iterable<Buffer>) | undefined
}

const blockBytes = 64 * 1024

/** Counts and digests bytes as they pass. */
export class Digester {
  readonly #md5 = createHash('md5')
  readonly #sha256 = createHash('sha256')
  size = 0

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes)
    this.#sha256.update(bytes)
    this.size += bytes.length
  }

  /** The content digested so far; its bytes are `held`, or not kept. */
  content(held: Buffer | undefined): Content {
    return {
      size: this.size,
      md5: this.#md5.digest('hex'),
      sha256: this.#sha256.digest('hex'),
      weight: held?.length ?? 0,
      blocks: held && (() => slices(held)),
    }
  }
}

/** Content that is held as it is. */
export function contentOf(bytes: Uint8Array): Content {
  const digester = new Digester()
  digester.update(bytes)
  return digester.content(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

/** `size` bytes without meaning, the same for the same seed; they are made when read, so any size costs no memory. */
export function noiseContent(seed: string, size: number): Content {
  const blocks = (): Iterable<Buffer> => noise(seed, size)
  const digester = new Digester()
  for (const block of blocks()) digester.update(block)
  return { ...digester.content(undefined), blocks }
}

function* noise(seed: string, size: number): Generator<Buffer> {
  const stream = createCipheriv('aes-128-ctr', createHash('md5').update(seed).digest(), Buffer.alloc(16))
  const zeros = Buffer.alloc(blockBytes)
  for (let at = 0; at < size; at += blockBytes) yield stream.update(zeros.subarray(0, size - at))
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes)
}
