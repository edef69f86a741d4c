import { fileTypeFromBuffer } from 'file-type'
import type { MediaKind, SendKind } from '#shared/model/media.ts'

/** What bytes are by their beginning (P12). */
export interface ContentKind {
  kind: MediaKind
  /** MIME type; null for bytes of no known type. */
  type: string | null
}

/** How much of a file's beginning decides. */
export const HEAD_BYTES = 4100

/** Pictures that every page engine draws. Others, SVG above all, are files like any other. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
])
/** Pictures and videos that phones show as such; the rest goes out as a file. */
const SENT_AS_PICTURE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
])
const SENT_AS_FILM: ReadonlySet<string> = new Set(['video/mp4', 'video/quicktime', 'video/x-m4v'])

const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

/** Sounds that are told by their first bytes even when little more is there (fact sheet 4.5). */
function sniffSound(head: Uint8Array): ContentKind | null {
  const start = latin(head, 0, 10)
  // Tencent's flavour of SILK has one byte before the marker.
  if (start.startsWith('#!SILK_V3') || start === '\u0002#!SILK_V3')
    return { kind: 'silk', type: 'audio/silk' }
  if (start.startsWith('#!AMR')) return { kind: 'audio', type: 'audio/amr' }
  if (start.startsWith('ID3')) return { kind: 'audio', type: 'audio/mpeg' }
  return null
}

function kindOf(type: string): MediaKind {
  if (PICTURES.has(type)) return 'image'
  if (type.startsWith('video/')) return 'video'
  return type.startsWith('audio/') ? 'audio' : 'other'
}

/** @param head the first bytes of a file, up to `HEAD_BYTES` */
export async function sniffContent(head: Uint8Array): Promise<ContentKind> {
  const sound = sniffSound(head)
  if (sound !== null) return sound
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (found !== undefined) {
    // a type may carry parameters, such as codecs
    const [type = found.mime] = found.mime.split(';')
    return { kind: kindOf(type), type }
  }
  return latin(head, 0, 4) === 'OggS' ? { kind: 'audio', type: 'audio/ogg' } : { kind: 'other', type: null }
}

/** What bytes go out as. Sounds go as files: phones never show a bot's voice (fact sheet 5.1). */
export function sendKindOf({ type }: ContentKind): SendKind {
  if (type !== null && SENT_AS_PICTURE.has(type)) return 'image'
  return type !== null && SENT_AS_FILM.has(type) ? 'video' : 'file'
}
