import { z } from 'zod'
import type { MediaReference } from '#core/ilink/message.ts'
import type { GalleryItem, MediaKind, MediaReason, MediaState } from '#shared/model/media.ts'
import { oneOf, readJson } from './column-schemas.ts'

type Declared = GalleryItem['declared']

const Kind = oneOf<MediaKind>({ image: true, video: true, audio: true, silk: true, other: true })
const State = oneOf<MediaState>({
  waiting: true,
  loading: true,
  held: true,
  'on-demand': true,
  failed: true,
  removed: true,
})
const Reason = oneOf<MediaReason>({
  'host-not-allowed': true,
  'no-address': true,
  'bad-key': true,
  damaged: true,
  gone: true,
  'server-failed': true,
  'not-connected': true,
  'too-large': true,
  'disk-full': true,
  'disk-failed': true,
  missing: true,
})
const DeclaredKind = oneOf<Declared>({ image: true, video: true, voice: true, file: true })

/** A kind of a later version is bytes that this one cannot show. */
export function parseMediaKind(value: string): MediaKind {
  return Kind.safeParse(value).data ?? 'other'
}

/** A state of a later version, or a garbled one: the operator may ask for the bytes again. */
export function parseMediaState(value: string): MediaState {
  return State.safeParse(value).data ?? 'on-demand'
}

export function parseMediaReason(value: string | null): MediaReason | null {
  if (value === null) return null
  return Reason.safeParse(value).data ?? 'server-failed'
}

export function parseDeclared(value: string): Declared {
  return DeclaredKind.safeParse(value).data ?? 'file'
}

const Reference: z.ZodType<MediaReference> = z.object({
  fullUrl: z.string().nullable(),
  encryptQueryParam: z.string().nullable(),
  keyHex: z.string().nullable(),
  keyState: z.enum(['present', 'none', 'undecodable']),
})

/** Null also for a reference that a failing disk has garbled: it leads nowhere. */
export function parseReference(json: string | null): MediaReference | null {
  return json === null ? null : (Reference.safeParse(readJson(json)).data ?? null)
}
