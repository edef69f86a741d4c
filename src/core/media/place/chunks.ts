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

/** Chunks that are looked through: as many as 128 MB of a PNG have where each holds 8 kB, as they mostly do. */
const MAX_CHUNKS = 16_384

/** Chunks up to the end that the file itself says, as far as they are whole headers. */
export async function chunksOf(format: 'png' | 'riff', readAt: ReadAt): Promise<Chunk[]> {
  const isPng = format === 'png'
  const end = isPng ? Number.POSITIVE_INFINITY : await riffEnd(readAt)
  const chunks: Chunk[] = []
  for (let at = isPng ? 8 : 12; at < end && chunks.length < MAX_CHUNKS; ) {
    const header = await readAt(at, 8)
    if (header.length < 8) break
    const length = viewOf(header).getUint32(isPng ? 0 : 4, !isPng)
    const type = latin(isPng ? header.subarray(4) : header.subarray(0, 4))
    chunks.push({ type, at: at + 8, length })
    if (isPng && type === 'IEND') break
    // a PNG's chunk is followed by its checksum, a RIFF file's filled up to an even length
    at += 8 + length + (isPng ? 4 : length % 2)
  }
  return chunks
}

/** Where a RIFF file ends: its mark and its length are not counted in the length. */
async function riffEnd(readAt: ReadAt): Promise<number> {
  const length = await readAt(4, 4)
  return length.length < 4 ? 0 : 8 + viewOf(length).getUint32(0, true)
}

/** The checksums of a PNG's chunks that patches change; one that the file ends in has none. */
export async function checksums(
  chunks: readonly Chunk[],
  patches: readonly Patch[],
  readAt: ReadAt,
): Promise<Patch[]> {
  const changed = chunks.filter(({ at, length }) =>
    patches.some((patch) => patch.at >= at && patch.at < at + length),
  )
  const found = await Promise.all(
    changed.map(async ({ at, length }) => {
      const checksum = Uint8Array.from(await readAt(at + length, 4))
      if (checksum.length < 4) return []
      const content = Uint8Array.from(await readAt(at - 4, length + 4))
      patchInto(content, at - 4, patches)
      viewOf(checksum).setUint32(0, crc32(content))
      return [{ at: at + length, bytes: checksum }]
    }),
  )
  return found.flat()
}

/** Writes patches over a stretch of a file that begins at `from`, as far as they reach into it. */
export function patchInto(stretch: Uint8Array, from: number, patches: readonly Patch[]): void {
  for (const { at, bytes } of patches) {
    const start = Math.max(at, from)
    const end = Math.min(at + bytes.length, from + stretch.length)
    if (start < end) stretch.set(bytes.subarray(start - at, end - at), start - from)
  }
}
