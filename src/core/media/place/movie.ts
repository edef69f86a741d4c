import type { Patch, ReadAt } from './patch.ts'

/** Boxes of a video that hold others. */
const CONTAINERS: ReadonlySet<string> = new Set(['moov', 'trak', 'udta', 'ilst'])
/** Boxes of user data that say a place: of QuickTime, and of 3GPP. */
const PLACES: ReadonlySet<string> = new Set(['\u00a9xyz', 'loci'])
/** Names of keys that say a place begin like this. */
const PLACE_KEY = /^com\.apple\.quicktime\.location\./u
/** A video with more boxes, or longer ones that say a place, is none. */
const MAX_BOXES = 5_000
const MAX_PLACE = 4096
const MAX_KEYS = 64 * 1024

interface Box {
  type: string
  at: number
  /** Where its content begins and ends. */
  from: number
  to: number
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** What takes the place out of a video: the boxes that say it become free space, of the same length. */
export async function moviePatches(readAt: ReadAt): Promise<Patch[]> {
  const patches: Patch[] = []
  let count = 0

  async function boxes(from: number, to: number): Promise<Box[]> {
    const found: Box[] = []
    for (let at = from; at + 8 <= to && count < MAX_BOXES; count += 1) {
      const header = Buffer.from(await readAt(at, 16))
      if (header.length < 8) break
      const short = header.readUInt32BE(0)
      const isLong = short === 1 && header.length === 16
      const size = isLong ? Number(header.readBigUInt64BE(8)) : short === 0 ? to - at : short
      if (size < 8 || at + size > to) break
      found.push({ type: latin(header.subarray(4, 8)), at, from: at + (isLong ? 16 : 8), to: at + size })
      at += size
    }
    return found
  }

  function free({ at, from, to }: Box): void {
    if (to - from > MAX_PLACE) return
    patches.push(
      { at: at + 4, bytes: Buffer.from('free', 'latin1') },
      { at: from, bytes: new Uint8Array(to - from) },
    )
  }

  async function look(from: number, to: number): Promise<void> {
    for (const box of await boxes(from, to)) {
      if (PLACES.has(box.type)) free(box)
      else if (CONTAINERS.has(box.type)) await look(box.from, box.to)
      else if (box.type === 'meta') await lookAtKeys(box)
    }
  }

  /** Values stand in a list of their own, by the number of their key. */
  async function lookAtKeys({ from, to }: Box): Promise<void> {
    // of ISO it begins with a version, of QuickTime with its first box
    const isBare = latin(await readAt(from + 4, 4)) === 'hdlr'
    const inside = await boxes(isBare ? from : from + 4, to)
    const keys = inside.find(({ type }) => type === 'keys')
    const list = inside.find(({ type }) => type === 'ilst')
    if (list === undefined) return
    await look(list.from, list.to)
    if (keys === undefined || keys.to - keys.from > MAX_KEYS) return
    const names = await boxes(keys.from + 8, keys.to)
    const content = Buffer.from(await readAt(keys.from, keys.to - keys.from))
    const values = await boxes(list.from, list.to)
    for (const [index, name] of names.entries()) {
      const word = latin(content.subarray(name.from - keys.from, name.to - keys.from))
      if (!PLACE_KEY.test(word)) continue
      for (const value of values)
        if (Buffer.from(value.type, 'latin1').readUInt32BE() === index + 1) free(value)
    }
  }

  await look(0, Number.MAX_SAFE_INTEGER)
  return patches
}
