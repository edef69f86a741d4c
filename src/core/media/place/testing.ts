import { crc32 } from 'node:zlib'

/** What a picture of a test says besides its place, which has to stay. */
export const ORIENTATION = 6
export const CAMERA = 'A camera'

/** A block of Exif with orientation, camera and place, in either order of bytes. */
export function exifWithPlace(order: 'little' | 'big' = 'big'): Buffer {
  const little = order === 'little'
  const block = Buffer.alloc(26 + 36 + 4 + 16 + 2 + 48 + 4 + 48)
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const u16 = (at: number, value: number) => view.setUint16(at, value, little)
  const u32 = (at: number, value: number) => view.setUint32(at, value, little)
  block.write(little ? 'II' : 'MM', 0, 'latin1')
  u16(2, 42)
  u32(4, 8)
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    u16(at, tag)
    u16(at + 2, type)
    u32(at + 4, count)
    if (type === 3) u16(at + 8, value)
    else u32(at + 8, value)
  }
  // camera, place and orientation, though writers sort them: the entry in the middle goes
  u16(8, 3)
  entry(10, 0x0110, 2, CAMERA.length + 1, 56)
  entry(22, 0x8825, 4, 1, 72)
  entry(34, 0x0112, 3, 1, ORIENTATION)
  u32(46, 0)
  block.write(CAMERA, 56, 'latin1')
  u16(72, 4)
  entry(74, 1, 2, 2, little ? 0x4e : 0x4e000000)
  entry(86, 2, 5, 3, 126)
  entry(98, 3, 2, 2, little ? 0x45 : 0x45000000)
  entry(110, 4, 5, 3, 150)
  u32(122, 0)
  for (const [index, number] of [31, 1, 13, 1, 4958, 100, 121, 1, 28, 1, 2455, 100].entries())
    u32(126 + index * 4, number)
  return block
}

const XMP_WITH_PLACE = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="31,13.826N" xmlns:tiff="t" tiff:Model="${CAMERA}"
><exif:GPSLongitude>121,28.409E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>`

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** The beginning and end of a JPEG file with these blocks in it; what is between them is no picture. */
export function jpegWith(exif: Buffer, xmp = XMP_WITH_PLACE): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`, 'latin1')),
    Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
  ])
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** A PNG file with a block of Exif and a packet of XMP behind its header. */
export function pngWith(png: Uint8Array, exif: Buffer): Buffer {
  const afterHeader = 8 + 25
  return Buffer.concat([
    png.subarray(0, afterHeader),
    pngChunk('eXIf', exif),
    pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP_WITH_PLACE}`, 'latin1')),
    png.subarray(afterHeader),
  ])
}

/** The frame of a WebP file with a chunk of Exif. */
export function webpWith(exif: Buffer): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(content.length)
    return Buffer.concat([Buffer.from(type, 'latin1'), length, content, Buffer.alloc(content.length % 2)])
  }
  return chunk(
    'RIFF',
    Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', Buffer.alloc(9)), chunk('EXIF', exif)]),
  )
}

/** The beginning of a HEIC file with a block of Exif among its data. */
export function heicWith(exif: Buffer, mark = 'Exif\0\0'): Buffer {
  const type = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1')])
  const content = Buffer.concat([Buffer.from([0, 0, 0, 6]), Buffer.from(mark, 'latin1'), exif])
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8)
  head.write('mdat', 4, 'latin1')
  return Buffer.concat([type, head, content])
}

/** Latitude and longitude as films say them. */
export const ISO_PLACE = '+31.2304+121.4737/'
export const FILM_TITLE = 'A title'

function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A film of a phone: user data, and keys with values, in QuickTime's or ISO's form of the list. */
export function filmWith(form: 'quicktime' | 'iso'): Buffer {
  const value = (number: number, text: string) =>
    box(u32(number).toString('latin1'), box('data', u32(1), u32(0), text))
  const key = (name: string) => box('mdta', name)
  const meta = box(
    'meta',
    form === 'iso' ? u32(0) : '',
    box('hdlr', Buffer.alloc(24)),
    box(
      'keys',
      u32(0),
      u32(2),
      key('com.apple.quicktime.title'),
      key('com.apple.quicktime.location.ISO6709'),
    ),
    box('ilst', value(1, FILM_TITLE), value(2, ISO_PLACE)),
  )
  const userData = box(
    'udta',
    box('\u00a9xyz', u32(0x001215c7), ISO_PLACE),
    box('name', 'kept'),
    Buffer.alloc(4),
  )
  const start = box('ftyp', form === 'iso' ? 'isom' : 'qt  ', u32(0))
  return Buffer.concat([
    start,
    box('mdat', ISO_PLACE.slice(0, 4), Buffer.alloc(50)),
    box('moov', box('mvhd', Buffer.alloc(8)), userData, meta),
  ])
}
