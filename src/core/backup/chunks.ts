import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { GradualFile } from '#core/storage/gradual-file.ts'
import { AppError } from '#shared/errors.ts'
import { ChunkCipher, HEADER_BYTES, type Header, TAG_BYTES } from './container.ts'

/** Writes a backup chunk by chunk; the file is whole once `end` has resolved. */
export class ChunkWriter {
  readonly #file: GradualFile
  readonly #seal: ChunkCipher
  readonly #pending: Buffer
  #filled = 0
  #number = 1
  readonly #plain = createHash('sha256')

  private constructor(file: GradualFile, seal: ChunkCipher, chunkBytes: number) {
    this.#file = file
    this.#seal = seal
    this.#pending = Buffer.alloc(chunkBytes)
  }

  static async begin(handle: FileHandle, header: Header, key: Buffer): Promise<ChunkWriter> {
    const seal = new ChunkCipher(key, header)
    const file = new GradualFile(handle)
    await file.write(header.bytes)
    await file.write(seal.seal(Buffer.alloc(0), 0, false))
    return new ChunkWriter(file, seal, header.chunkBytes)
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#plain.update(bytes)
    let at = 0
    while (at < bytes.length) {
      if (this.#filled === this.#pending.length) await this.#put(false)
      const part = bytes.subarray(at, at + this.#pending.length - this.#filled)
      this.#pending.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
    }
  }

  /** @returns the SHA-256 of all that was written, in hex */
  async end(): Promise<string> {
    await this.#put(true)
    await this.#file.sync()
    return this.#plain.digest('hex')
  }

  async #put(isLast: boolean): Promise<void> {
    await this.#file.write(this.#seal.seal(this.#pending.subarray(0, this.#filled), this.#number, isLast))
    this.#number += 1
    this.#filled = 0
  }
}

/** How far reading has come, in bytes of the file. */
export type ReadProgress = (done: number, total: number) => void

/**
 * Reads a backup's chunks in order, each proved before it is handed out; that the file is whole is
 * known only at the end. @throws AppError `backup-passphrase`, `backup-damaged`
 */
export async function* readChunks(
  file: FileHandle,
  header: Header,
  key: Buffer,
  onProgress: ReadProgress,
): AsyncGenerator<Buffer> {
  const seal = new ChunkCipher(key, header)
  const { size } = await file.stat()
  const check = await readAt(file, HEADER_BYTES, Math.min(TAG_BYTES, size - HEADER_BYTES))
  if (check.length < TAG_BYTES) throw new AppError('backup-damaged')
  if (seal.open(check, 0, false) === null) throw new AppError('backup-passphrase')
  const whole = header.chunkBytes + TAG_BYTES
  let at = HEADER_BYTES + TAG_BYTES
  let number = 1
  do {
    const length = Math.min(whole, size - at)
    const plain = seal.open(await readAt(file, at, length), number, at + length >= size)
    if (plain === null) throw new AppError('backup-damaged')
    yield plain
    at += length
    number += 1
    onProgress(at, size)
  } while (at < size)
}

/** The bytes at a place of a file, fewer only where it ends. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(length, 0))
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}
