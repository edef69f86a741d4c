import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { pdf } from '#simulator/samples/pdf.ts'
import { picture } from '#simulator/samples/picture.ts'
import { filmMp4 } from '#simulator/samples/video.ts'
import vectors from '#test/fixtures/ilink-vectors.json' with { type: 'json' }

const MEGABYTE = 1024 * 1024

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The vectors' complete 1×1 picture. */
export const DOT_PNG: Buffer = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')

/** Exif with camera, orientation and a place in Shanghai. */
const EXIF_WITH_PLACE = Buffer.from(
  'TU0AKgAAAAgAAwEQAAIAAAAJAAAAOIglAAQAAAABAAAASAESAAMAAAABAAYAAAAAAAAAAAAAAABBIGNhbWVyYQAAAAAAAAAA' +
    'AAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAH4AAwACAAAAAkUAAAAABAAFAAAAAwAAAJYAAAAAAAAAHwAAAAEAAAANAAAAAQAA' +
    'E14AAABkAAAAeQAAAAEAAAAcAAAAAQAACZcAAABkAAAAAAAAAAAAAA==',
  'base64',
)
/** Seconds of its latitude, 49.58, as they stand there. */
export const SECONDS_OF_LATITUDE = Buffer.from('0000135e00000064', 'hex')

/** A picture that says where it was taken. */
export function photoWithPlace(): Buffer {
  const body = Buffer.concat([Buffer.from('eXIf'), EXIF_WITH_PLACE])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(EXIF_WITH_PLACE.length)
  checksum.writeUInt32BE(crc32(body))
  const bytes = picture('door', 320, 200)
  const afterHeader = 8 + 25
  return Buffer.concat([bytes.subarray(0, afterHeader), length, body, checksum, bytes.subarray(afterHeader)])
}

/** Bytes that begin as a JPEG does. */
export function jpegOf(size: number): Buffer {
  const bytes = randomBytes(size)
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex').copy(bytes)
  return bytes
}

/** A video that plays, made as long as wanted by a box that players pass over. */
export function mp4Of(size: number): Buffer {
  const film = Buffer.isBuffer(filmMp4) ? filmMp4 : Buffer.from([...filmMp4].join(''), 'base64')
  const free = Buffer.alloc(size - film.length)
  free.writeUInt32BE(free.length, 0)
  free.write('free', 4, 'latin1')
  return Buffer.concat([film, free])
}

/** The files of an operator's day, in a folder of their own. */
export class MediaFiles {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'linkboard-files-'))

  write(name: string, content: Uint8Array | string): string {
    const file = join(this.folder, name)
    writeFileSync(file, content)
    return file
  }

  makeFolder(name: string): string {
    const folder = join(this.folder, name)
    mkdirSync(folder)
    return folder
  }

  /** A picture, a photo of 3 MB, a video of 12 MB, a text, a document with a Chinese name, a file without extension. */
  writeAll(): { path: string; bytes: Buffer; kind: 'image' | 'video' | 'file'; name: string }[] {
    const all = [
      { name: 'dot.png', bytes: DOT_PNG, kind: 'image' },
      { name: 'photo.jpg', bytes: jpegOf(3 * MEGABYTE), kind: 'image' },
      { name: 'film.mp4', bytes: mp4Of(12 * MEGABYTE), kind: 'video' },
      { name: 'notes.txt', bytes: Buffer.from('发货清单\nline 2\n'), kind: 'file' },
      { name: '新品 报价单.pdf', bytes: pdf(['price list'], 20_000), kind: 'file' },
      { name: 'README', bytes: Buffer.from('no extension'), kind: 'file' },
    ] as const
    return all.map((one) => ({ ...one, path: this.write(one.name, one.bytes) }))
  }

  /** A picture that can be told from others. */
  writePicture(name: string, seed: string = name): string {
    return this.write(name, picture(seed, 320, 200))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
