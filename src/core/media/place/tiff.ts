import type { Patch } from './patch.ts'

/** Tag of the pointer to what is known of the place (Exif 2.32, 4.6.3). */
const GPS_POINTER = 0x8825
/** Tags that say a place: latitude, longitude, the same of the destination, the name of the area. */
const PLACE_TAGS: ReadonlySet<number> = new Set([2, 4, 20, 22, 28])
/** Bytes of one value of each type of TIFF, by its number. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]
const ENTRY_BYTES = 12
/** More entries or longer values are no directory of places but something that was misread. */
const MAX_ENTRIES = 512
const MAX_VALUE = 4096

interface Entry {
  at: number
  tag: number
  bytes: number
  value: number
}

/** One directory: its entries and where the offset of the next one stands. */
interface Directory {
  at: number
  entries: Entry[]
  nextAt: number
}

/** A TIFF block, as Exif is one, read in the order of bytes that it declares. */
class Tiff {
  readonly #view: DataView
  readonly isLittle: boolean

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.isLittle = bytes[0] === 0x49
  }

  get length(): number {
    return this.#view.byteLength
  }

  u16(at: number): number {
    return this.#view.getUint16(at, this.isLittle)
  }

  u32(at: number): number {
    return this.#view.getUint32(at, this.isLittle)
  }

  /** Null where there is none, or it is not whole. */
  directory(at: number): Directory | null {
    if (at < 8 || at + 2 > this.length) return null
    const count = this.u16(at)
    const nextAt = at + 2 + count * ENTRY_BYTES
    if (count === 0 || count > MAX_ENTRIES || nextAt + 4 > this.length) return null
    const entries = Array.from({ length: count }, (_, index): Entry => {
      const entry = at + 2 + index * ENTRY_BYTES
      const bytes = (TYPE_BYTES[this.u16(entry + 2)] ?? 0) * this.u32(entry + 4)
      return { at: entry, tag: this.u16(entry), bytes, value: this.u32(entry + 8) }
    })
    return { at, entries, nextAt }
  }
}

/** Whether a TIFF block begins with these bytes. */
export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes
  return (
    (a === 0x49 && b === 0x49 && c === 42 && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 42)
  )
}

/**
 * What takes the place out of a TIFF block: the pointer to it goes, and what it pointed to becomes zeros. All else
 * stays where it is, byte for byte. Empty when there is no place, or the block cannot be read.
 */
export function placePatches(bytes: Uint8Array): Patch[] {
  if (bytes.length < 8 || !isTiff(bytes)) return []
  const tiff = new Tiff(bytes)
  const patches: Patch[] = []
  const seen = new Set<number>()
  let at = tiff.u32(4)
  while (!seen.has(at)) {
    seen.add(at)
    const directory = tiff.directory(at)
    if (directory === null) break
    const pointer = directory.entries.find(({ tag }) => tag === GPS_POINTER)
    const place = pointer === undefined ? null : tiff.directory(pointer.value)
    if (pointer !== undefined && place?.entries.some(({ tag }) => PLACE_TAGS.has(tag)))
      patches.push(withoutEntry(bytes, tiff, directory, pointer), ...zerosOver(place, tiff.length))
    at = tiff.u32(directory.nextAt)
  }
  return patches
}

/** The directory with its later entries moved up. */
function withoutEntry(bytes: Uint8Array, tiff: Tiff, { at, entries, nextAt }: Directory, gone: Entry): Patch {
  const end = nextAt + 4
  const after = bytes.slice(gone.at + ENTRY_BYTES, end)
  const rewritten = new Uint8Array(end - at)
  rewritten.set(bytes.subarray(at, gone.at))
  rewritten.set(after, gone.at - at)
  new DataView(rewritten.buffer).setUint16(0, entries.length - 1, tiff.isLittle)
  return { at, bytes: rewritten }
}

function zerosOver({ at, entries, nextAt }: Directory, length: number): Patch[] {
  const values = entries.filter(
    (entry) =>
      entry.bytes > 4 && entry.bytes <= MAX_VALUE && entry.value >= 8 && entry.value + entry.bytes <= length,
  )
  return [
    { at, bytes: new Uint8Array(nextAt + 4 - at) },
    ...values.map((entry) => ({ at: entry.value, bytes: new Uint8Array(entry.bytes) })),
  ]
}
