import type { Binding } from '../model.ts'
import type { Refusal } from '../refusal.ts'
import { malformed } from '../refusal.ts'
import { unreachable } from '../unreachable.ts'
import type { WireObject } from '../wire.ts'
import { field, numberOf, textOf } from '../wire.ts'
import { mediaMember } from './blob-store.ts'
import { encodeKey } from './cipher.ts'
import type { Upload, Uploads } from './uploads.ts'

/** The media type an upload of each item's kind must have been announced with (fact sheet 6.1). */
const mediaTypes = { image: 1, video: 2, file: 3, voice: 4 } as const

/** Why an item's media cannot be sent to this person (fact sheet 5.1), or `undefined` when nothing is wrong. */
export function refuseMedia(
  item: WireObject,
  uploads: Uploads,
  binding: Binding,
  to: string,
): Refusal | undefined {
  const member = mediaMember(numberOf(item, 'type') ?? -1)
  if (!member) return undefined
  const { kind, name } = member
  const body = field(item, name)
  const media = field(body, 'media')
  const upload = uploads.byParam(textOf(media, 'encrypt_query_param') ?? '')
  if (!upload?.done) {
    return malformed(
      'media',
      'media invalid',
      `this ${kind}'s media parameter was not given out by an upload`,
    )
  }
  if (upload.binding !== binding || upload.to !== to) {
    return malformed('media', 'media invalid', `this ${kind} was uploaded for another recipient or bot`)
  }
  if (upload.mediaType !== mediaTypes[kind]) {
    return malformed(
      'media-kind',
      'media invalid',
      `${name} needs an upload of media_type ${mediaTypes[kind]}, it was announced as ${upload.mediaType}`,
    )
  }
  return refuseKey(media, body, upload) ?? refuseSizes(kind, body, upload)
}

function refuseKey(media: unknown, body: unknown, { keyHex }: Upload): Refusal | undefined {
  const given = textOf(media, 'aes_key')
  if (given === encodeKey(keyHex, 'A')) {
    return malformed(
      'media-key',
      'media invalid',
      'aes_key must be base64 of the 32 hex characters, not of the bytes',
    )
  }
  const decoded = Buffer.from(given ?? '', 'base64')
  if (decoded.toString('latin1').toLowerCase() !== keyHex || decoded.toString('base64') !== given) {
    return malformed('media-key', 'media invalid', 'aes_key is not the key announced to getuploadurl')
  }
  const repeated = textOf(body, 'aeskey')
  if (repeated !== undefined && repeated.toLowerCase() !== keyHex) {
    return malformed('media-key', 'media invalid', 'aeskey is not the key announced to getuploadurl')
  }
  if (numberOf(media, 'encrypt_type') !== 1) {
    return malformed('media-encrypt-type', 'media invalid', 'encrypt_type must be 1')
  }
  return undefined
}

function refuseSizes(kind: keyof typeof mediaTypes, body: unknown, upload: Upload): Refusal | undefined {
  switch (kind) {
    case 'image':
      return refuseSize('mid_size', numberOf(body, 'mid_size'), upload.fileSize)
    case 'video':
      return refuseSize('video_size', numberOf(body, 'video_size'), upload.fileSize)
    case 'file':
      if (!textOf(body, 'file_name')) {
        return malformed('file-name', 'file_name required', 'file_item must carry file_name')
      }
      return refuseSize('len', textOf(body, 'len'), String(upload.rawSize))
    case 'voice':
      return undefined
    default:
      return unreachable(kind)
  }
}

function refuseSize(
  name: string,
  given: string | number | undefined,
  expected: string | number,
): Refusal | undefined {
  if (given === expected) return undefined
  const shape = typeof expected === 'string' ? 'the plain size as text' : 'the size of the ciphertext'
  return malformed('media-size', `${name} invalid`, `${name} must be ${shape}, ${JSON.stringify(expected)}`)
}
