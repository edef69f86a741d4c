import type { MediaReference } from '#core/ilink/message.ts'
import type { GalleryItem, MediaKind, MediaReason, MediaState } from '#shared/model/media.ts'

type Declared = GalleryItem['declared']

const KINDS: ReadonlySet<string> = new Set<MediaKind>(['image', 'video', 'audio', 'silk', 'other'])
const STATES: ReadonlySet<string> = new Set<MediaState>([
  'waiting',
  'loading',
  'held',
  'on-demand',
  'failed',
  'removed',
])
const REASONS: ReadonlySet<string> = new Set<MediaReason>([
  'host-not-allowed',
  'no-address',
  'bad-key',
  'damaged',
  'gone',
  'server-failed',
  'not-connected',
  'too-large',
  'disk-full',
  'disk-failed',
  'missing',
])
const DECLARED: ReadonlySet<string> = new Set<Declared>(['image', 'video', 'voice', 'file'])

function isKind(value: string): value is MediaKind {
  return KINDS.has(value)
}

function isState(value: string): value is MediaState {
  return STATES.has(value)
}

function isReason(value: string): value is MediaReason {
  return REASONS.has(value)
}

function isDeclared(value: string): value is Declared {
  return DECLARED.has(value)
}

/** A kind of a later version is bytes that this one cannot show. */
export function parseMediaKind(value: string): MediaKind {
  return isKind(value) ? value : 'other'
}

/** A state of a later version, or a garbled one: the operator may ask for the bytes again. */
export function parseMediaState(value: string): MediaState {
  return isState(value) ? value : 'on-demand'
}

export function parseMediaReason(value: string | null): MediaReason | null {
  if (value === null) return null
  return isReason(value) ? value : 'server-failed'
}

export function parseDeclared(value: string): Declared {
  return isDeclared(value) ? value : 'file'
}

/** Null also for a reference that a failing disk has garbled: it leads nowhere. */
export function parseReference(json: string | null): MediaReference | null {
  if (json === null) return null
  try {
    const reference: MediaReference = JSON.parse(json)
    return reference
  } catch {
    return null
  }
}
