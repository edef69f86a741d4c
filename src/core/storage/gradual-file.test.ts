import { describe, expect, it } from 'vitest'
import { GradualFile } from './gradual-file.ts'

const MEGABYTE = 1024 * 1024

/** A file on a disk that counts what it has not made durable yet, and takes half a megabyte at a time. */
class CountingDisk {
  pending = 0
  most = 0
  size = 0

  async write<T extends NodeJS.ArrayBufferView>(buffer: T, offset?: unknown) {
    const left = buffer.byteLength - Number(offset)
    const bytesWritten = Math.min(left, MEGABYTE / 2)
    this.size += bytesWritten
    this.pending += bytesWritten
    this.most = Math.max(this.most, this.pending)
    return { bytesWritten, buffer }
  }

  async datasync(): Promise<void> {
    this.pending = 0
  }

  async sync(): Promise<void> {
    this.pending = 0
  }
}

describe('a large file', () => {
  it('never has much that is not on the disk yet, and nothing at its end', async () => {
    const disk = new CountingDisk()
    const file = new GradualFile(disk)
    for (let n = 0; n < 101; n += 1) await file.write(new Uint8Array(MEGABYTE))
    expect(disk.size).toBe(101 * MEGABYTE)
    expect(disk.most).toBeLessThanOrEqual(4 * MEGABYTE)
    await file.sync()
    expect(disk.pending).toBe(0)
  })
})
