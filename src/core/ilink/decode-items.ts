import { unreachable } from '#shared/unreachable.ts'
import { keyFromHexField, keyFromMediaField } from './aes-key.ts'
import type { InboundPart, InboundQuote, MediaReference, Thumbnail } from './message.ts'
import type { PartialQuote } from './partial-quote.ts'
import {
  FileItem,
  ImageItem,
  isObject,
  RefMsg,
  ToolItem,
  toId,
  toNumber,
  VideoItem,
  VoiceItem,
  type WireMedia,
  type WireRefMsg,
} from './wire.ts'

type ItemKind = 'text' | 'image' | 'voice' | 'file' | 'video' | 'tool-start' | 'tool-result'

/** Item kinds by type number with the object that holds their content (fact sheet 4.2). */
const ITEM_KINDS: readonly { type: number; kind: ItemKind; field: string }[] = [
  { type: 1, kind: 'text', field: 'text_item' },
  { type: 2, kind: 'image', field: 'image_item' },
  { type: 3, kind: 'voice', field: 'voice_item' },
  { type: 4, kind: 'file', field: 'file_item' },
  { type: 5, kind: 'video', field: 'video_item' },
  { type: 11, kind: 'tool-start', field: 'tool_call_start_item' },
  { type: 12, kind: 'tool-result', field: 'tool_call_result_item' },
]

/** A time, size or count: a whole number above zero, else null. */
export function positive(value: number | undefined): number | null {
  const whole = Math.trunc(value ?? 0)
  return whole > 0 && Number.isSafeInteger(whole) ? whole : null
}

/** Text that says something, else null. */
export function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}

/** The key fields that apply to an attachment, the preferred one first; an undecodable key is not "no key". */
function decodeKey(hexField: string | undefined, mediaFields: readonly (string | undefined)[]) {
  const given: (string | null)[] = []
  if (filled(hexField) !== null) given.push(keyFromHexField(hexField ?? ''))
  for (const field of mediaFields) {
    if (filled(field) !== null) given.push(keyFromMediaField(field ?? ''))
  }
  const keyHex = given.find((key) => key !== null) ?? null
  if (keyHex !== null) return { keyHex, keyState: 'present' } as const
  return { keyHex, keyState: given.length === 0 ? 'none' : 'undecodable' } as const
}

function decodeMedia(media: WireMedia | undefined, hexKey?: string): MediaReference | null {
  const fullUrl = filled(media?.full_url?.trim())
  const encryptQueryParam = filled(media?.encrypt_query_param)
  if (fullUrl === null && encryptQueryParam === null) return null
  return { fullUrl, encryptQueryParam, ...decodeKey(hexKey, [media?.aes_key]) }
}

interface ThumbnailFields {
  readonly thumb_media?: WireMedia | undefined
  readonly thumb_width?: number | undefined
  readonly thumb_height?: number | undefined
  readonly thumb_size?: number | undefined
}

/** The thumbnail's key is its own, else the picture's (fact sheet 4.4). */
function decodeThumbnail(item: ThumbnailFields, main: MediaReference | null): Thumbnail | null {
  const own = decodeMedia(item.thumb_media)
  const inherits = own !== null && own.keyState === 'none' && main !== null
  const media = inherits ? { ...own, keyHex: main.keyHex, keyState: main.keyState } : own
  const width = positive(item.thumb_width)
  const height = positive(item.thumb_height)
  const cipherSize = positive(item.thumb_size)
  return media === null && width === null && height === null ? null : { media, width, height, cipherSize }
}

function decodeText({ text }: { text?: unknown }): InboundPart {
  if (typeof text === 'string') return { kind: 'text', text }
  return text === undefined || text === null ? { kind: 'text', text: '' } : { kind: 'unreadable' }
}

function decodeImage(content: unknown): InboundPart {
  const item = ImageItem.parse(content)
  const media = decodeMedia(item.media, item.aeskey)
  return {
    kind: 'image',
    media,
    thumbnail: decodeThumbnail(item, media),
    cipherSize: positive(item.mid_size),
    hdCipherSize: positive(item.hd_size),
  }
}

function decodeVoice(content: unknown): InboundPart {
  const item = VoiceItem.parse(content)
  return {
    kind: 'voice',
    media: decodeMedia(item.media),
    durationMs: positive(item.playtime),
    transcript: filled(item.text),
    size: positive(item.size),
    encodeType: positive(item.encode_type),
    sampleRate: positive(item.sample_rate),
  }
}

function decodeFile(content: unknown): InboundPart {
  const item = FileItem.parse(content)
  const size = item.len
  return {
    kind: 'file',
    media: decodeMedia(item.media),
    name: filled(item.file_name),
    // an empty file has a size worth telling, unlike an empty picture
    size: size === 0 ? 0 : positive(size),
    md5: filled(item.md5),
  }
}

function decodeVideo(content: unknown): InboundPart {
  const item = VideoItem.parse(content)
  const media = decodeMedia(item.media)
  const length = item.play_length ?? 0
  return {
    kind: 'video',
    media,
    thumbnail: decodeThumbnail(item, media),
    size: positive(item.video_size),
    durationMs: positive(length < 1000 ? length * 1000 : length),
    md5: filled(item.video_md5),
  }
}

function decodeTool(content: unknown, phase: 'start' | 'result'): InboundPart {
  const item = ToolItem.parse(content)
  return {
    kind: 'progress',
    tool: {
      name: item.tool_name ?? '',
      id: filled(item.tool_call_id),
      phase,
      status: phase === 'result' ? filled(item.status) : null,
    },
  }
}

function decodeContent(kind: ItemKind, content: Record<string, unknown>): InboundPart {
  switch (kind) {
    case 'text':
      return decodeText(content)
    case 'image':
      return decodeImage(content)
    case 'voice':
      return decodeVoice(content)
    case 'file':
      return decodeFile(content)
    case 'video':
      return decodeVideo(content)
    case 'tool-start':
      return decodeTool(content, 'start')
    case 'tool-result':
      return decodeTool(content, 'result')
    default:
      return unreachable(kind)
  }
}

/**
 * One item of a message or a quote. The type number decides; where it is absent or zero, or names an
 * object that is not there, the object that is present does (fact sheet 4.2).
 */
export function decodeItem(raw: unknown): InboundPart {
  if (!isObject(raw)) return { kind: 'unreadable' }
  const type = toNumber(raw['type'])
  const named = ITEM_KINDS.find((known) => known.type === type)
  const content = named === undefined ? undefined : raw[named.field]
  if (named !== undefined && isObject(content)) return decodeContent(named.kind, content)
  if (named === undefined && type !== undefined && type !== 0) return { kind: 'unsupported', rawType: type }
  for (const { kind, field } of ITEM_KINDS) {
    const present = raw[field]
    if (isObject(present)) return decodeContent(kind, present)
  }
  return named === undefined ? { kind: 'unsupported', rawType: type ?? null } : { kind: 'unreadable' }
}

function decodePartial(partial: WireRefMsg['partial_text']): PartialQuote | null {
  const start = filled(partial?.start)
  const end = filled(partial?.end)
  if (start === null || end === null) return null
  return {
    start,
    end,
    startIndex: positive(partial?.startindex) ?? 0,
    endIndex: positive(partial?.endindex) ?? 0,
    md5: filled(partial?.quotemd5?.trim()),
  }
}

function textOf(part: InboundPart | null): string | null {
  if (part?.kind === 'text') return part.text
  return part?.kind === 'voice' ? part.transcript : null
}

/** The quote that hangs on an item, or null (fact sheet 4.8). */
export function decodeQuote(rawItem: unknown): InboundQuote | null {
  const rawQuote = isObject(rawItem) ? rawItem['ref_msg'] : null
  if (!isObject(rawQuote)) return null
  const ref = RefMsg.parse(rawQuote)
  const inline = isObject(ref.message_item) ? ref.message_item : null
  const item = inline === null ? null : decodeItem(inline)
  const id = ref.svr_id ?? (inline === null ? undefined : toId(inline['msg_id'])) ?? null
  const title = filled(ref.title)
  if (id === null && title === null && item === null) return null
  const words = [title, textOf(item)].filter((word) => word !== null && word !== '')
  return {
    id,
    title,
    item,
    text: words.length === 0 ? null : words.join(' | '),
    partial: decodePartial(ref.partial_text),
  }
}
