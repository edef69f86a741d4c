import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { chunksOf, patchInto } from './chunks.ts'
import { findPlace } from './find-place.ts'
import {
  CAMERA,
  exifWithPlace,
  FILM_TITLE,
  filmWith,
  heicWith,
  ISO_PLACE,
  jpegWith,
  ORIENTATION,
  pngWith,
  webpWith,
} from './testing.ts'

const PNG = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')

const reader = (bytes: Uint8Array) => async (at: number, length: number) => bytes.subarray(at, at + length)

async function cleaned(type: string, bytes: Uint8Array): Promise<{ count: number; bytes: Buffer }> {
  const patches = await findPlace(type, reader(bytes))
  const copy = Buffer.from(bytes)
  patchInto(copy, 0, patches)
  return { count: patches.length, bytes: copy }
}

/** What a reader of Exif finds in the first directory of the block. */
function tagsIn(block: Buffer): Map<number, number> {
  const little = block.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (little ? block.readUInt16LE(at) : block.readUInt16BE(at))
  return new Map(
    Array.from({ length: u16(8) }, (_, index) => [u16(10 + index * 12), u16(10 + index * 12 + 8)] as const),
  )
}

/** The seconds of latitude, which stand nowhere else in the file. */
const SECONDS = { big: Buffer.from([0, 0, 0x13, 0x5e]), little: Buffer.from([0x5e, 0x13, 0, 0]) }

describe.each(['big', 'little'] as const)('the place in a picture, in %s order', (order) => {
  const exif = exifWithPlace(order)

  it.each([
    ['image/jpeg', jpegWith(exif)],
    ['image/png', pngWith(PNG, exif)],
    ['image/webp', webpWith(exif)],
    ['image/heic', heicWith(exif)],
    ['image/avif', heicWith(exif, '')],
    ['image/tiff', exif],
  ])('is taken out of %s, and nothing else', async (type, picture) => {
    expect(picture.includes(SECONDS[order])).toBe(true)
    const { bytes } = await cleaned(type, picture)
    expect(bytes.length).toBe(picture.length)
    expect(bytes.includes(SECONDS[order])).toBe(false)
    expect(bytes.toString('latin1')).not.toMatch(/GPS|121,28|31,13/u)
    expect(bytes.includes(CAMERA)).toBe(true)
    const block = bytes.subarray(bytes.indexOf(exif.subarray(0, 8)))
    expect([...tagsIn(block).keys()]).toEqual([0x0110, 0x0112])
    expect(tagsIn(block).get(0x0112)).toBe(ORIENTATION)
    // there is nothing left to be taken out
    expect((await cleaned(type, bytes)).count).toBe(0)
  })
})

it('leaves the checksums of a PNG right', async () => {
  const { bytes } = await cleaned('image/png', pngWith(PNG, exifWithPlace()))
  const chunks = await chunksOf('png', reader(bytes))
  expect(chunks.map(({ type }) => type)).toContain('eXIf')
  for (const { at, length } of chunks)
    expect(bytes.readUInt32BE(at + length)).toBe(crc32(bytes.subarray(at - 4, at + length)))
})

describe('the chunks of a picture', () => {
  const exif = exifWithPlace()
  /** How often a reader is asked for the header of a chunk, and for each place how often. */
  function counting(bytes: Uint8Array) {
    const asked: number[] = []
    const readAt = async (at: number, length: number) => {
      if (length === 8) asked.push(at)
      return bytes.subarray(at, at + length)
    }
    return { asked, readAt }
  }

  it.each([
    ['image/png', pngWith(PNG, exif)],
    ['image/webp', webpWith(exif)],
  ])('of %s end where it says, not where the file does, and are read once', async (type, picture) => {
    const { asked, readAt } = counting(Buffer.concat([picture, Buffer.alloc(1_000_000)]))
    expect(await findPlace(type, readAt)).toEqual(await findPlace(type, reader(picture)))
    expect(asked.length).toBeLessThan(10)
    expect(new Set(asked).size).toBe(asked.length)
  })

  it.each([
    [
      'image/png',
      Buffer.concat([PNG.subarray(0, 33), Buffer.from('\0\0\0\0eXIf0000'.repeat(500), 'latin1')]),
    ],
    ['image/webp', Buffer.from(`RIFF\xff\xff\0\0WEBP${'EXIF\0\0\0\0'.repeat(500)}`, 'latin1')],
  ])('of %s are looked into as often as a camera writes one', async (type, picture) => {
    const blocks: number[] = []
    await findPlace(type, async (at, length) => {
      if (length === 1024 * 1024) blocks.push(at)
      return picture.subarray(at, at + length)
    })
    expect(blocks.length).toBeGreaterThan(0)
    expect(blocks.length).toBeLessThan(100)
  })

  it.each([
    ['image/png', Buffer.concat([PNG.subarray(0, 33), Buffer.alloc(1_200_000)])],
    [
      'image/webp',
      Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWEBP', 'latin1'), Buffer.alloc(1_200_000)]),
    ],
  ])('of %s are not read without end', async (type, picture) => {
    const { asked, readAt } = counting(picture)
    expect(await findPlace(type, readAt)).toEqual([])
    expect(asked.length).toBeLessThan(20_000)
  })
})

it('takes the place out of a PNG with a chunk that says it is longer than the file', async () => {
  const picture = pngWith(PNG, exifWithPlace())
  picture.writeUInt32BE(0xffff_fff0, picture.indexOf('iTXt') - 4)
  const patches = await findPlace('image/png', async (at, length) => {
    // a disk takes no more than this to be read at once
    if (length >= 2 ** 31) throw new RangeError('out of range')
    return picture.subarray(at, at + length)
  })
  patchInto(picture, 0, patches)
  expect(picture.toString('latin1')).not.toMatch(/GPS|121,28|31,13/u)
  expect(picture.includes(SECONDS.big)).toBe(false)
})

it('leaves XMP well-formed', async () => {
  const { bytes } = await cleaned('image/jpeg', jpegWith(exifWithPlace()))
  const xmp = bytes.toString('latin1', bytes.indexOf('<x:xmpmeta'), bytes.lastIndexOf('</x:xmpmeta>'))
  expect(xmp).toMatch(
    /<rdf:Description xmlns:exif="[^"]*"\s+xmlns:tiff="t" tiff:Model="A camera"\s*>\s*<\/rdf:Description>/u,
  )
})

it('finds a second picture behind the first, also across what is read at a time', async () => {
  const filled = Buffer.alloc(1024 * 1024 - 10)
  const bytes = Buffer.concat([jpegWith(exifWithPlace(), ''), filled, jpegWith(exifWithPlace('little'), '')])
  const { bytes: clean } = await cleaned('image/jpeg', bytes)
  expect(clean.includes(SECONDS.big)).toBe(false)
  expect(clean.includes(SECONDS.little)).toBe(false)
})

it('finds the film that a phone put behind a photo', async () => {
  const { bytes } = await cleaned(
    'image/jpeg',
    Buffer.concat([jpegWith(exifWithPlace(), ''), filmWith('iso')]),
  )
  expect(bytes.includes(ISO_PLACE)).toBe(false)
  expect(bytes.includes(SECONDS.big)).toBe(false)
  expect(bytes.includes(FILM_TITLE)).toBe(true)
})

it('takes each place out once, however many packets of XMP begin in one another', async () => {
  const xmp = `${'<rdf:RDF '.repeat(20)}exif:GPSLatitude="31,13.826N"></rdf:RDF>`
  const { bytes, count } = await cleaned('image/jpeg', jpegWith(Buffer.alloc(0), xmp))
  expect(bytes.toString('latin1')).not.toMatch(/GPS|31,13/u)
  expect(count).toBe(1)
})

describe.each(['quicktime', 'iso'] as const)('the place in a film in the form of %s', (form) => {
  it('is taken out, and nothing else', async () => {
    const film = filmWith(form)
    expect(film.toString('latin1').split(ISO_PLACE)).toHaveLength(3)
    const { bytes } = await cleaned('video/mp4', film)
    expect(bytes.length).toBe(film.length)
    expect(bytes.includes(ISO_PLACE)).toBe(false)
    for (const kept of [FILM_TITLE, 'mvhd', 'kept', 'com.apple.quicktime.title'])
      expect(bytes.includes(kept)).toBe(true)
    expect((await cleaned('video/mp4', bytes)).count).toBe(0)
  })
})

describe('a picture stays as it is', () => {
  const damaged = exifWithPlace()
  damaged.writeUInt32BE(0xffff_fff0, 30)
  it.each([
    ['without Exif', 'image/png', PNG],
    ['whose place cannot be read', 'image/jpeg', jpegWith(damaged, '')],
    ['whose Exif is cut off', 'image/jpeg', jpegWith(exifWithPlace(), '').subarray(0, 40)],
    ['that is none', 'application/pdf', jpegWith(exifWithPlace())],
    ['that is called a film', 'video/mp4', jpegWith(exifWithPlace())],
    ['whose boxes have no end', 'video/mp4', Buffer.alloc(4096)],
    ['of no known type', null, jpegWith(exifWithPlace())],
    ['that is empty', 'image/jpeg', Buffer.alloc(0)],
  ])('%s', async (_name, type, bytes) => {
    expect(await findPlace(type, reader(bytes))).toEqual([])
  })
})
