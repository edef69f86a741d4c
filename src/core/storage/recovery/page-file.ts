import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { readWal } from './wal-frames.ts'

/** Every database of ours has pages of this size; what the header says of it is not needed. */
export const PAGE_BYTES = 4096

/** The pages of a database file as they stand after the last commit, whatever state the file is in. Pages count from 1. */
export class PageFile {
  /** Pages that the file holds, or the log beside it. */
  readonly count: number
  readonly #handle: number
  readonly #wal: number | null
  readonly #inLog: ReadonlyMap<number, number>

  /** @param file may be shorter than its header says */
  constructor(file: string) {
    this.#handle = openSync(file, 'r')
    this.#inLog = readWal(`${file}-wal`, PAGE_BYTES).pages
    this.#wal = existsSync(`${file}-wal`) ? openSync(`${file}-wal`, 'r') : null
    this.count = Math.ceil(statSync(file).size / PAGE_BYTES)
    for (const page of this.#inLog.keys()) this.count = Math.max(this.count, page)
  }

  /** The page's bytes, zeros where the file is cut off; null where there is none or the disk cannot read it. */
  read(page: number): Uint8Array | null {
    if (!Number.isInteger(page) || page < 1 || page > this.count) return null
    const bytes = new Uint8Array(PAGE_BYTES)
    const inLog = this.#inLog.get(page)
    try {
      if (inLog !== undefined && this.#wal !== null) readSync(this.#wal, bytes, 0, PAGE_BYTES, inLog)
      else readSync(this.#handle, bytes, 0, PAGE_BYTES, (page - 1) * PAGE_BYTES)
      return bytes
    } catch {
      return null
    }
  }

  close(): void {
    closeSync(this.#handle)
    if (this.#wal !== null) closeSync(this.#wal)
  }
}
