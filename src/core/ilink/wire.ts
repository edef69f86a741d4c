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
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : undefined
}

/** A 64-bit id as decimal text; anything else, zero and numbers that a parser has already rounded are undefined. */
function toId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const id = value.trim()
  return ID.test(id) && !ZERO.test(id) ? id : undefined
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

export const TextItem = z.object({ text: z.string().nullish() })

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

/** The frame of an item; its content is read by kind. */
export const ItemFrame = z.object({ type: number, msg_id: id, ref_msg: anything })

export const MessageFrame = z.object({
  seq: number,
  message_id: id,
  from_user_id: text,
  to_user_id: text,
  client_id: text,
  group_id: text,
  create_time_ms: number,
  delete_time_ms: number,
  message_type: number,
  item_list: anything,
  context_token: text,
  run_id: text,
})
export type WireMessageFrame = z.output<typeof MessageFrame>

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
