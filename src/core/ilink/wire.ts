import { z } from 'zod'

/**
 * The wire as far as this client reads it (fact sheet 4). Everything is optional, and a field of a
 * wrong type counts as absent instead of spoiling its surroundings. Unknown fields are not copied
 * here; they stay in the raw message.
 */

const DECIMAL = /^-?[0-9]{1,15}(?:\.[0-9]+)?$/
/** Unsigned 64-bit numbers have at most twenty digits. */
const ID = /^[0-9]{1,20}$/
const ZERO = /^0+$/

/** A finite number, also when it came as decimal text; otherwise undefined. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : undefined
}

/** A 64-bit id as decimal text; anything else, zero and numbers that a parser has already rounded are undefined. */
export function toId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const id = value.trim()
  return ID.test(id) && !ZERO.test(id) ? id : undefined
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const text = z.string().optional().catch(undefined)
const number = z.unknown().transform(toNumber).optional()
const id = z.unknown().transform(toId).optional()
/** A member whose content is read elsewhere. */
const anything = z.unknown().optional()

/** Whether a value is a JSON object, the one thing that every message and item must be. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const Media = z.object({ encrypt_query_param: text, aes_key: text, full_url: text })
export type WireMedia = z.output<typeof Media>
const media = Media.optional().catch(undefined)

export const ImageItem = z.object({
  media,
  thumb_media: media,
  aeskey: text,
  mid_size: number,
  hd_size: number,
  thumb_size: number,
  thumb_width: number,
  thumb_height: number,
})

export const VoiceItem = z.object({
  media,
  encode_type: number,
  sample_rate: number,
  playtime: number,
  text,
  size: number,
})

export const FileItem = z.object({ media, file_name: text, md5: text, len: number })

export const VideoItem = z.object({
  media,
  thumb_media: media,
  video_size: number,
  play_length: number,
  video_md5: text,
  thumb_size: number,
  thumb_width: number,
  thumb_height: number,
})

export const ToolItem = z.object({ tool_name: text, tool_call_id: text, status: text })

const PartialText = z.object({ start: text, end: text, startindex: number, endindex: number, quotemd5: text })

export const RefMsg = z.object({
  message_item: anything,
  title: text,
  svr_id: id,
  partial_text: PartialText.optional().catch(undefined),
})
export type WireRefMsg = z.output<typeof RefMsg>

/** The frame of a message, by the same rules. No schema, since every message has one: it would take most of decoding. */
export function messageFrame(raw: Record<string, unknown>) {
  return {
    seq: toNumber(raw['seq']),
    message_id: toId(raw['message_id']),
    from_user_id: toText(raw['from_user_id']),
    to_user_id: toText(raw['to_user_id']),
    client_id: toText(raw['client_id']),
    group_id: toText(raw['group_id']),
    create_time_ms: toNumber(raw['create_time_ms']),
    delete_time_ms: toNumber(raw['delete_time_ms']),
    message_type: toNumber(raw['message_type']),
    item_list: raw['item_list'],
    context_token: toText(raw['context_token']),
    run_id: toText(raw['run_id']),
  }
}
export type WireMessageFrame = ReturnType<typeof messageFrame>

export const UpdatesFrame = z.object({
  msgs: anything,
  get_updates_buf: text,
  longpolling_timeout_ms: number,
})

/** The codes every answer may carry; the two are independent (fact sheet 1.5). */
export const AnswerStatus = z.object({ ret: number, errcode: number, errmsg: text })

export const SendAnswer = z.object({ message_id: id })
export const UploadUrlAnswer = z.object({ upload_full_url: text, upload_param: text })
export const ConfigAnswer = z.object({ typing_ticket: text })
export const QrCodeAnswer = z.object({ qrcode: text, qrcode_img_content: text })

export const LoginStatusAnswer = z.object({
  status: text,
  redirect_host: text,
  bot_token: text,
  ilink_bot_id: text,
  ilink_user_id: text,
  baseurl: text,
})
