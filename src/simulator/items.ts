import { createHash } from 'node:crypto'
import type { ItemForm } from './args.ts'
import { ControlError } from './errors.ts'
import type { State } from './state.ts'
import type { WireObject } from './wire.ts'

interface MediaForm {
  readonly key?: 'A' | 'B' | 'none' | undefined
  readonly fullUrl?: boolean | undefined
}

/**
 * The wire items (fact sheet 4.2 to 4.8) for one friendly form: its media or text, in one item each.
 * @param at creation time, Unix ms
 */
export function itemsFor(form: ItemForm, state: State, at: number): WireObject[] {
  const bodies = bodiesFor(form, state)
  if (bodies.length === 0) {
    throw new ControlError(400, 'say what to write: text, image, voice, file, video, unknown, items or wire')
  }
  const quote = form.quote ? { ref_msg: quoteFor(form.quote, state) } : {}
  return bodies.map((body, index) => ({
    ...body,
    create_time_ms: at,
    update_time_ms: at,
    is_completed: true,
    ...(index === 0 ? quote : {}),
  }))
}

function bodiesFor(form: ItemForm, state: State): WireObject[] {
  const { text, image, voice, file, video, unknown } = form
  const bodies: WireObject[] = []
  if (text !== undefined) bodies.push({ type: 1, text_item: { text } })
  if (image) bodies.push({ type: 2, image_item: imageItem(image, state) })
  if (voice) bodies.push({ type: 3, voice_item: voiceItem(voice, state) })
  if (file) {
    const size = file.size ?? 48_213
    const md5 = createHash('md5').update(`${file.name}/${size}`).digest('hex')
    bodies.push({
      type: 4,
      file_item: { media: media(file, state).media, file_name: file.name, md5, len: String(size) },
    })
  }
  if (video) bodies.push({ type: 5, video_item: videoItem(video, state) })
  if (unknown !== undefined) bodies.push({ type: unknown })
  return bodies
}

function imageItem(form: NonNullable<ItemForm['image']>, state: State): WireObject {
  const { media: full, hex } = media(form, state)
  const midSize = form.size ?? 40_032
  return {
    media: full,
    thumb_media: hex === undefined ? undefined : thumbnail(hex, state),
    aeskey: form.key === 'A' ? undefined : hex,
    url: state.options.random.hex(8),
    mid_size: midSize,
    thumb_size: Math.min(midSize, 12_816),
    thumb_height: form.height ?? 210,
    thumb_width: form.width ?? 157,
    hd_size: 0,
  }
}

function voiceItem(form: NonNullable<ItemForm['voice']>, state: State): WireObject {
  return {
    media: media(form, state).media,
    encode_type: 6,
    bits_per_sample: 16,
    sample_rate: 24_000,
    playtime: form.ms ?? 2350,
    text: form.text,
  }
}

function videoItem(form: NonNullable<ItemForm['video']>, state: State): WireObject {
  const { media: full, hex } = media(form, state)
  return {
    media: full,
    video_size: form.size ?? 484_355,
    play_length: form.seconds ?? 2,
    video_md5: state.options.random.hex(16),
    thumb_media: hex === undefined ? undefined : thumbnail(hex, state),
    thumb_size: 4096,
    thumb_height: 320,
    thumb_width: 180,
  }
}

/** A CDN reference (4.3). Its bytes exist nowhere yet. */
function media(form: MediaForm, state: State): { media: WireObject; hex: string | undefined } {
  const { random } = state.options
  const param = Buffer.from(`media/${random.hex(16)}`).toString('base64')
  const fullUrl =
    form.fullUrl === false
      ? undefined
      : `${state.url}/c2c/download?encrypted_query_param=${encodeURIComponent(param)}&taskid=${random.hex(4)}`
  if (form.key === 'none') return { media: { encrypt_query_param: param, full_url: fullUrl }, hex: undefined }
  const hex = random.hex(16)
  return {
    media: {
      encrypt_query_param: param,
      aes_key: encodeKey(hex, form.key ?? 'B'),
      encrypt_type: 1,
      full_url: fullUrl,
    },
    hex,
  }
}

function thumbnail(hex: string, state: State): WireObject {
  const param = Buffer.from(`thumb/${state.options.random.hex(16)}`).toString('base64')
  return { encrypt_query_param: param, aes_key: encodeKey(hex, 'B'), encrypt_type: 0 }
}

/** Both encodings of fact sheet 6.3. */
function encodeKey(hex: string, encoding: 'A' | 'B'): string {
  return (encoding === 'A' ? Buffer.from(hex, 'hex') : Buffer.from(hex, 'latin1')).toString('base64')
}

function quoteFor(quote: NonNullable<ItemForm['quote']>, state: State): WireObject {
  const id = quote.messageId === undefined ? undefined : BigInt(quote.messageId)
  const style = quote.style ?? (id === undefined ? 'inline' : 'id')
  if (style === 'inline') {
    const body: WireObject = quote.image
      ? { type: 2, image_item: imageItem({}, state) }
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
