import { createHash } from 'node:crypto'
import type { ItemForm } from './args.ts'
import { cipherSize, encodeKey } from './cdn/cipher.ts'
import type { Content } from './cdn/content.ts'
import { contentOf } from './cdn/content.ts'
import { ControlError } from './errors.ts'
import type { Account } from './model.ts'
import type { State } from './state.ts'
import type { WireObject } from './wire.ts'

type MediaForm = Omit<NonNullable<ItemForm['voice']>, 'ms' | 'text'>

/** Who writes a message, and when. */
export interface Author {
  readonly state: State
  readonly account: Account
  /** Pictures of different hands look different. */
  readonly hand: string
  /** Creation time, Unix ms. */
  readonly at: number
}

/** A reference, and what lies behind it. */
interface Reference {
  readonly media: WireObject
  /** 32 hex characters; `undefined` when the bytes are plain. */
  readonly hex: string | undefined
  readonly content: Content
  /** Bytes of a download. */
  readonly size: number
}

/** The longer side of a thumbnail, in pixels. */
const thumbPixels = 210

/** The wire items (fact sheet 4.2 to 4.8) for one friendly form: its media or text, in one item each. */
export function itemsFor(form: ItemForm, author: Author): WireObject[] {
  const bodies = bodiesFor(form, author)
  if (bodies.length === 0) {
    throw new ControlError(400, 'say what to write: text, image, voice, file, video, unknown, items or wire')
  }
  const quote = form.quote ? { ref_msg: quoteFor(form.quote, author) } : {}
  return bodies.map((body, index) => ({
    ...body,
    create_time_ms: author.at,
    update_time_ms: author.at,
    is_completed: true,
    ...(index === 0 ? quote : {}),
  }))
}

function bodiesFor(form: ItemForm, author: Author): WireObject[] {
  const { text, image, voice, file, video, unknown } = form
  const bodies: WireObject[] = []
  if (text !== undefined) bodies.push({ type: 1, text_item: { text } })
  if (image) bodies.push({ type: 2, image_item: imageItem(image, author) })
  if (voice) bodies.push({ type: 3, voice_item: voiceItem(voice, author) })
  if (file) bodies.push({ type: 4, file_item: fileItem(file, author) })
  if (video) bodies.push({ type: 5, video_item: videoItem(video, author) })
  if (unknown !== undefined) bodies.push({ type: unknown })
  return bodies
}

function imageItem(form: NonNullable<ItemForm['image']>, author: Author): WireObject {
  const { samples, options } = author.state
  const { width = 157, height = 210 } = form
  const { media, hex, size } = refer(form, author, () => samples.picture(author.hand, width, height))
  return {
    media,
    aeskey: form.key === 'A' ? undefined : hex,
    url: options.random.hex(8),
    mid_size: form.size ?? size,
    ...thumbnail(hex, author, width, height),
    hd_size: 0,
  }
}

function voiceItem(form: NonNullable<ItemForm['voice']>, author: Author): WireObject {
  const playtime = form.ms ?? 2350
  return {
    media: refer(form, author, () => author.state.samples.voice(playtime)).media,
    encode_type: 6,
    bits_per_sample: 16,
    sample_rate: 24_000,
    playtime,
    text: form.text,
  }
}

function fileItem(form: NonNullable<ItemForm['file']>, author: Author): WireObject {
  const { media, content } = refer(form, author, () =>
    author.state.samples.file(form.name, form.size ?? 48_213),
  )
  return {
    media,
    file_name: form.name,
    md5: form.md5 ?? content.md5,
    len: form.len ?? String(content.size),
  }
}

function videoItem(form: NonNullable<ItemForm['video']>, author: Author): WireObject {
  const { media, hex, content, size } = refer(form, author, () => author.state.samples.film())
  return {
    media,
    video_size: form.size ?? size,
    play_length: form.seconds ?? 2,
    video_md5: form.md5 ?? content.md5,
    ...thumbnail(hex, author, 160, 120),
  }
}

/** Puts given or made-up bytes on the CDN and refers to them (4.3). */
function refer(form: MediaForm, author: Author, make: () => Content): Reference {
  const { state, account } = author
  const { random } = state.options
  const content = form.bytes === undefined ? make() : contentOf(bytesOf(form.bytes))
  const param = Buffer.from(`media/${random.hex(16)}`).toString('base64')
  const hex = form.key === 'none' ? undefined : random.hex(16)
  state.blobs.put(param, account, hex, content)
  const own = `${state.url}/c2c/download?encrypted_query_param=${encodeURIComponent(param)}&taskid=${random.hex(4)}`
  const key =
    hex === undefined ? {} : { aes_key: encodeKey(hex, form.key === 'A' ? 'A' : 'B'), encrypt_type: 1 }
  return {
    media: { encrypt_query_param: param, ...key, full_url: fullUrlOf(form.fullUrl, own) },
    hex,
    content,
    size: hex === undefined ? content.size : cipherSize(content.size),
  }
}

function bytesOf(given: string | Uint8Array): Uint8Array {
  // A copy, so that what the giver does with the bytes later changes nothing here.
  return typeof given === 'string' ? Buffer.from(given, 'base64') : Buffer.from(given)
}

function fullUrlOf(wanted: boolean | string | undefined, own: string): string | undefined {
  if (typeof wanted === 'string') return wanted
  return wanted === false ? undefined : own
}

/** A small picture of the same shape, under the same key (4.4, 4.7). */
function thumbnail(hex: string | undefined, author: Author, width: number, height: number): WireObject {
  const { state, account, hand } = author
  const scale = Math.min(1, thumbPixels / Math.max(width, height))
  const [thumbWidth, thumbHeight] = [width, height].map((side) => Math.max(1, Math.round(side * scale)))
  const content = state.samples.picture(hand, thumbWidth ?? 1, thumbHeight ?? 1)
  const param = Buffer.from(`thumb/${state.options.random.hex(16)}`).toString('base64')
  state.blobs.put(param, account, hex, content)
  const key = hex === undefined ? {} : { aes_key: encodeKey(hex, 'B'), encrypt_type: 0 }
  return {
    thumb_media: { encrypt_query_param: param, ...key },
    thumb_size: hex === undefined ? content.size : cipherSize(content.size),
    thumb_height: thumbHeight,
    thumb_width: thumbWidth,
  }
}

function quoteFor(quote: NonNullable<ItemForm['quote']>, author: Author): WireObject {
  const id = quote.messageId === undefined ? undefined : BigInt(quote.messageId)
  const style = quote.style ?? (id === undefined ? 'inline' : 'id')
  if (style === 'inline') {
    const body: WireObject = quote.image
      ? { type: 2, image_item: imageItem({}, author) }
      : { type: 1, text_item: { text: quote.text ?? '' } }
    return { title: quote.title, message_item: { ...body, msg_id: id } }
  }
  if (id === undefined)
    throw new ControlError(400, `a quote of style ${style} needs the "messageId" it quotes`)
  if (style === 'id') return { title: quote.title, svr_id: id }
  return { title: quote.title, svr_id: id, partial_text: partialText(quote.text, quote.selection) }
}

/** Where a selection lies in the quoted text, as phones say it (4.8). */
function partialText(text: string | undefined, selection: string | undefined): WireObject {
  if (text === undefined || selection === undefined || !text.includes(selection)) {
    throw new ControlError(
      400,
      'a partial quote needs the whole quoted "text" and a "selection" that occurs in it',
    )
  }
  const letters = [...selection]
  const start = letters.slice(0, 4).join('')
  const end = letters.slice(-4).join('')
  const from = text.indexOf(selection)
  return {
    start,
    end,
    startindex: occurrencesBefore(text, start, from),
    endindex: occurrencesBefore(text, end, from + selection.length - end.length),
    quotemd5: createHash('md5').update(selection).digest('hex'),
  }
}

function occurrencesBefore(text: string, part: string, before: number): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1 && at < before; at = text.indexOf(part, at + 1)) count += 1
  return count
}
