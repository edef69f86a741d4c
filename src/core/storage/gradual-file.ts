import type { FileHandle } from 'node:fs/promises'

/** So much may have been written and not be on the disk yet; a disk takes some 10 ms for it. */
const PORTION_BYTES = 4 * 1024 * 1024

/**
 * Writes a file that may be large and makes it durable bit by bit. The disk has one order of things: made durable all at
 * once, hundreds of megabytes would have every commit wait that comes meanwhile.
 */
export class GradualFile {
  readonly #handle: Pick<FileHandle, 'write' | 'datasync' | 'sync'>
  #pending = 0

  constructor(handle: Pick<FileHandle, 'write' | 'datasync' | 'sync'>) {
    this.#handle = handle
  }

  /** Appends all of it; the bytes are not needed any more afterwards. */
  async write(bytes: Uint8Array): Promise<void> {
    let at = 0
    // a write may take less than it was given
    while (at < bytes.length) at += (await this.#handle.write(bytes, at)).bytesWritten
    this.#pending += bytes.length
    if (this.#pending < PORTION_BYTES) return
    this.#pending = 0
    await this.#handle.datasync()
  }

  /** Makes the rest durable, and what the file system notes of the file. */
  async sync(): Promise<void> {
    await this.#handle.sync()
  }
}
