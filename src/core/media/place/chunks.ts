import { crc32 } from 'node:zlib'
import type { Patch, ReadAt } from './patch.ts'

/** A chunk of a PNG or RIFF file. */
export interface Chunk {
  type: string
  /** Where its content begins, and its length. */
  at: number
  length: number
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Chunks behind a beginning of so many bytes, as far as they are whole headers. */
export async function chunksOf(format: 'png' | 'riff', readAt: ReadAt): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (let at = format === 'png' ? 8 : 12; ; ) {
    const header = await readAt(at, 8)
    if (header.length < 8) return chunks
    const isPng = format === 'png'
    const length = viewOf(header).getUint32(isPng ? 0 : 4, !isPng)
    chunks.push({ type: latin(isPng ? header.subarray(4) : header.subarray(0, 4)), at: at + 8, length })
    // a PNG's chunk is followed by its checksum, a RIFF file's filled up to an even length
    at += 8 + length + (isPng ? 4 : length % 2)
  }
}

/** The checksums of a PNG's chunks that patches change. */
export async function checksums(
  chunks: readonly Chunk[],
  patches: readonly Patch[],
  readAt: ReadAt,
): Promise<Patch[]> {
  const changed = chunks.filter(({ at, length }) =>
    patches.some((patch) => patch.at >= at && patch.at < at + length),
  )
  return Promise.all(
    changed.map(async ({ at, length }) => {
      const content = Uint8Array.from(await readAt(at - 4, length + 4))
      patchInto(content, at - 4, patches)
      const checksum = new Uint8Array(4)
      viewOf(checksum).setUint32(0, crc32(content))
      return { at: at + length, bytes: checksum }
    }),
  )
}

/** Writes patches over a stretch of a file that begins at `from`, as far as they reach into it. */
export function patchInto(stretch: Uint8Array, from: number, patches: readonly Patch[]): void {
  for (const { at, bytes } of patches) {
    const start = Math.max(at, from)
    const end = Math.min(at + bytes.length, from + stretch.length)
    if (start < end) stretch.set(bytes.subarray(start - at, end - at), start - from)
  }
}
