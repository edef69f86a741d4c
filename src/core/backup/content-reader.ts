import { AppError } from '#shared/errors.ts'

/** Takes apart what a backup holds, in order, with no more of it in memory than a chunk. */
export class ContentReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next `length` bytes, in parts. @throws AppError `backup-damaged` when there are fewer */
  async *take(length: number): AsyncGenerator<Buffer> {
    let left = length
    while (left > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new AppError('backup-damaged')
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      left -= part.length
      if (part.length > 0) yield part
    }
  }

  /** The next `length` bytes at once. @throws AppError `backup-damaged` when there are fewer */
  async bytes(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of this.take(length)) parts.push(part)
    return Buffer.concat(parts)
  }

  async uint32(): Promise<number> {
    return (await this.bytes(4)).readUInt32BE()
  }

  /** Reads to the end of the file, which proves that it is whole. @throws AppError `backup-damaged` when anything is left */
  async end(): Promise<void> {
    do {
      if (this.#rest.length > 0) throw new AppError('backup-damaged')
    } while (await this.#more())
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    this.#rest = next.value
    return true
  }
}

/** A number as it stands in a backup. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
