import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

/** What the write-ahead log beside a database holds (https://sqlite.org/fileformat2.html#walformat). */
export interface WalFrames {
  /** Where the newest committed content of a page stands in the log, by the page's number. */
  pages: ReadonlyMap<number, number>
  /** Commits stand behind a broken place, where SQLite itself stops reading without a word. */
  isBroken: boolean
}

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const MAGIC_LITTLE_ENDIAN = 0x377f0682
const MAGIC_BIG_ENDIAN = 0x377f0683
const NOTHING: WalFrames = { pages: new Map(), isBroken: false }

type Checksum = readonly [number, number]

/** The log's running checksum over bytes whose length is a multiple of eight. */
function checksum(bytes: DataView, from: number, to: number, seed: Checksum, isLittle: boolean): Checksum {
  let [first, second] = seed
  for (let at = from; at < to; at += 8) {
    first = (first + bytes.getUint32(at, isLittle) + second) >>> 0
    second = (second + bytes.getUint32(at + 4, isLittle) + first) >>> 0
  }
  return [first, second]
}

function isSame(a: Checksum, b: Checksum): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

/**
 * Reads the log of `pageSize` pages. SQLite stops at the first frame that does not check out, as it must: after a
 * power loss the end of a log may be torn. But each transaction was durable before the next one was begun, so a broken
 * place with whole commits behind it is damage; since every frame carries the sum of all before it, each of those
 * behind can still be checked.
 */
export function readWal(file: string, pageSize: number): WalFrames {
  if (!existsSync(file)) return NOTHING
  const size = statSync(file).size
  const frameBytes = FRAME_HEADER_BYTES + pageSize
  if (size < HEADER_BYTES + frameBytes) return NOTHING
  const handle = openSync(file, 'r')
  try {
    const header = new DataView(new ArrayBuffer(HEADER_BYTES))
    readSync(handle, header, 0, HEADER_BYTES, 0)
    const frame = new DataView(new ArrayBuffer(frameBytes))
    const magic = header.getUint32(0)
    const isLittle = magic !== MAGIC_BIG_ENDIAN
    const headerSum: Checksum = [header.getUint32(24), header.getUint32(28)]
    const isHeaderSound =
      (magic === MAGIC_LITTLE_ENDIAN || magic === MAGIC_BIG_ENDIAN) &&
      header.getUint32(8) === pageSize &&
      isSame(checksum(header, 0, 24, [0, 0], isLittle), headerSum)
    readSync(handle, frame, 0, frameBytes, HEADER_BYTES)
    const salt: Checksum = isHeaderSound
      ? [header.getUint32(16), header.getUint32(20)]
      : [frame.getUint32(8), frame.getUint32(12)]

    const pages = new Map<number, number>()
    let uncommitted = new Map<number, number>()
    let former = headerSum
    /** The pages as SQLite itself would see them, once the log turned out to be broken. */
    let upToBreak: ReadonlyMap<number, number> | null = isHeaderSound ? null : new Map()
    let commitsBehind = 0
    const count = Math.floor((size - HEADER_BYTES) / frameBytes)
    for (let index = 0; index < count; index += 1) {
      const at = HEADER_BYTES + index * frameBytes
      readSync(handle, frame, 0, frameBytes, at)
      const stored: Checksum = [frame.getUint32(16), frame.getUint32(20)]
      const isOfThisLog = isSame([frame.getUint32(8), frame.getUint32(12)], salt)
      const sum = checksum(
        frame,
        FRAME_HEADER_BYTES,
        frameBytes,
        checksum(frame, 0, 8, former, isLittle),
        isLittle,
      )
      former = stored
      if (!isOfThisLog || !isSame(sum, stored)) {
        upToBreak ??= new Map(pages)
        continue
      }
      uncommitted.set(frame.getUint32(0), at + FRAME_HEADER_BYTES)
      if (frame.getUint32(4) === 0) continue
      for (const [page, offset] of uncommitted) pages.set(page, offset)
      uncommitted = new Map()
      if (upToBreak !== null) commitsBehind += 1
    }
    // one commit behind the broken place may be that of the torn transaction itself, which nobody was told of
    const isBroken = commitsBehind > 1
    return { pages: isBroken ? pages : (upToBreak ?? pages), isBroken }
  } finally {
    closeSync(handle)
  }
}
