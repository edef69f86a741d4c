import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { MediaServing, ServedMedia } from '#core/media/ports.ts'
import { wantedRange } from './byte-range.ts'

/** What pages may do with media: draw and play them, and nothing that stands in them. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
}

const NOTHING = new Response(null, { status: 404 })

function find(pathname: string, serving: MediaServing): Promise<ServedMedia | null> | ServedMedia | null {
  const [, id, voice] = /^\/media\/(\d{1,15})(\/voice)?$/.exec(pathname) ?? []
  if (id !== undefined) return voice === undefined ? serving.media(Number(id)) : serving.voice(Number(id))
  const [, staged] = /^\/media\/staged\/([0-9a-f-]{36})$/.exec(pathname) ?? []
  return staged === undefined ? null : serving.staged(staged)
}

async function isThere(media: ServedMedia): Promise<boolean> {
  if ('bytes' in media) return true
  return stat(media.file).then(
    ({ size }) => size === media.size,
    () => false,
  )
}

function bodyOf(media: ServedMedia, start: number, end: number): ConstructorParameters<typeof Response>[0] {
  if ('bytes' in media) return Uint8Array.from(media.bytes.subarray(start, end + 1))
  // Node's and the page's streams are one class under two typings
  return Readable.toWeb(createReadStream(media.file, { start, end })) as ReadableStream<Uint8Array>
}

/** Whether an address is one of media, whatever stands behind it. */
export function isMediaAddress(pathname: string): boolean {
  return pathname.startsWith('/media/')
}

/** Answers a page's request for media, as a whole or in part. */
export async function serveMedia(request: Request, serving: MediaServing | null): Promise<Response> {
  const media = serving === null ? null : await find(new URL(request.url).pathname, serving)
  if (media === null || !(await isThere(media))) return NOTHING.clone()
  const headers = { ...HEADERS, 'content-type': media.type }
  const range = wantedRange(request.headers.get('range'), media.size)
  if (range === 'unsatisfiable')
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${media.size}` },
    })
  const { start, end } = range ?? { start: 0, end: media.size - 1 }
  const isEmpty = request.method === 'HEAD' || end < start
  return new Response(isEmpty ? null : bodyOf(media, start, end), {
    status: range === null ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(end - start + 1),
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${media.size}` }),
    },
  })
}
