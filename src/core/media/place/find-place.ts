import { type Chunk, checksums, chunksOf } from './chunks.ts'
import { moviePatches } from './movie.ts'
import type { Patch, ReadAt } from './patch.ts'
import { isTiff, placePatches } from './tiff.ts'
import { xmpPatches } from './xmp.ts'

/** What is read of a file at a time, and how much of two readings is the same, so that no mark is missed. */
const WINDOW = 1024 * 1024
const OVERLAP = 64
/** Longest block of Exif and packet of XMP that is looked into. */
const MAX_BLOCK = 1024 * 1024
/** The same of a file that is TIFF altogether, whose directory may stand at its end. */
const MAX_TIFF = 64 * 1024 * 1024
/** Blocks of one kind that are looked into. */
const MAX_FOUND = 64
const EXIF = Buffer.from('Exif\0\0', 'latin1')
/** How blocks begin whose first directory follows at once, as it does in all that cameras write. */
const TIFF = [Buffer.from('MM\0*\0\0\0\b', 'latin1'), Buffer.from('II*\0\b\0\0\0', 'latin1')]
/** Pictures made of boxes, which hold Exif with or without its mark. */
const BOXED = /^image\/(?:hei[cf]|avif|jxl)/u
const FILM = Buffer.from('ftyp', 'latin1')
const XMP = Buffer.from('<rdf:RDF', 'latin1')
const XMP_END = Buffer.from('</rdf:RDF>', 'latin1')

/**
 * What takes the place where a picture or video was taken out of it without changing anything else: nothing is
 * encoded anew, and all offsets in the file hold. Empty when there is no place.
 * @param type MIME type by content; what is neither has no place here
 */
export async function findPlace(type: string | null, readAt: ReadAt): Promise<Patch[]> {
  if (type?.startsWith('video/') === true) return moviePatches(readAt)
  return type?.startsWith('image/') === true ? picturePatches(type, readAt) : []
}

/** The video of a second that phones put behind or into a photo. */
async function filmPatches(readAt: ReadAt): Promise<Patch[]> {
  const patches: Patch[] = []
  for (const mark of await positionsOf(FILM, readAt)) {
    const start = mark - 4
    if (start < 0) continue
    const film = await moviePatches((at, length) => readAt(start + at, length))
    patches.push(...shifted(film, start))
  }
  return patches
}

/** JPEG (also of several pictures), PNG, WebP, HEIC, AVIF and TIFF hold the same blocks of Exif and XMP. */
async function picturePatches(type: string, readAt: ReadAt): Promise<Patch[]> {
  const patches: Patch[] = []
  const isPng = type === 'image/png' || type === 'image/apng'
  const chunks = isPng ? await chunksOf('png', readAt) : []
  for (const at of await tiffBlocks(type, chunks, readAt)) {
    const block = await readAt(at, at === 0 ? MAX_TIFF : MAX_BLOCK)
    patches.push(...shifted(placePatches(block), at))
  }
  let lookedUpTo = 0
  for (const at of await positionsOf(XMP, readAt)) {
    // the mark of a packet may stand in another one, which was looked into
    if (at < lookedUpTo) continue
    const block = Buffer.from(await readAt(at, MAX_BLOCK))
    const end = block.indexOf(XMP_END)
    if (end === -1) continue
    patches.push(...shifted(xmpPatches(block.subarray(0, end)), at))
    lookedUpTo = at + end
  }
  if (type === 'image/jpeg' || BOXED.test(type)) patches.push(...(await filmPatches(readAt)))
  return [...patches, ...(await checksums(chunks, patches, readAt))]
}

/**
 * Where blocks of Exif begin: behind their mark, and where a format has a place for them without one.
 * @param pngChunks those of a PNG; none of any other file
 */
async function tiffBlocks(type: string, pngChunks: readonly Chunk[], readAt: ReadAt): Promise<Set<number>> {
  const found = (await positionsOf(EXIF, readAt)).map((at) => at + EXIF.length)
  found.push(...beginningsOf('eXIf', pngChunks))
  if (type === 'image/webp') {
    found.push(...beginningsOf('EXIF', await chunksOf('riff', readAt)))
  } else if (BOXED.test(type)) {
    for (const beginning of TIFF) found.push(...(await positionsOf(beginning, readAt)))
  } else if (isTiff(await readAt(0, 4))) found.push(0)
  return new Set(found)
}

function beginningsOf(type: string, chunks: readonly Chunk[]): number[] {
  const found = chunks.filter((chunk) => chunk.type === type)
  return found.slice(0, MAX_FOUND).map(({ at }) => at)
}

/** Where a mark stands in a file; a file with more of them than any camera writes is not looked through further. */
async function positionsOf(mark: Buffer, readAt: ReadAt): Promise<number[]> {
  const found: number[] = []
  for (let from = 0; ; from += WINDOW) {
    const window = Buffer.from(await readAt(from, WINDOW + OVERLAP))
    for (let at = window.indexOf(mark); at !== -1 && at < WINDOW; at = window.indexOf(mark, at + 1))
      found.push(from + at)
    if (window.length < WINDOW + OVERLAP || found.length >= MAX_FOUND) return found.slice(0, MAX_FOUND)
  }
}

function shifted(patches: readonly Patch[], by: number): Patch[] {
  return patches.map(({ at, bytes }) => ({ at: at + by, bytes }))
}
