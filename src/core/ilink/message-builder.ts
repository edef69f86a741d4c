import { z } from 'zod'
import { encodeOutboundKey } from './aes-key.ts'

/** One item as it goes out; stored as JSON before the first attempt and repeated unchanged (P3). */
export type OutgoingItem = Readonly<Record<string, unknown>> & { readonly type: number }

const Item = z.looseObject({ type: z.number() })

/** A text item, the text exactly as typed (fact sheet 5.1). */
export function textItem(text: string): OutgoingItem {
  return { type: 1, text_item: { text } }
}

/** What an upload gave for a message. */
export interface UploadedAttachment {
  readonly encryptQueryParam: string
  readonly keyHex: string
  /** Ciphertext bytes. */
  readonly cipherSize: number
}

/** Phones understand only encoding B of the key (fact sheet 6.3). */
function mediaOf({ encryptQueryParam, keyHex }: UploadedAttachment) {
  return { encrypt_query_param: encryptQueryParam, aes_key: encodeOutboundKey(keyHex), encrypt_type: 1 }
}

/** A picture (fact sheet 5.1). */
export function imageItem(attachment: UploadedAttachment): OutgoingItem {
  return { type: 2, image_item: { media: mediaOf(attachment), mid_size: attachment.cipherSize } }
}

/** A file. @param file its name as the contact sees it, and its plain size */
export function fileItem(attachment: UploadedAttachment, file: { name: string; size: number }): OutgoingItem {
  return {
    type: 4,
    file_item: { media: mediaOf(attachment), file_name: file.name, len: String(file.size) },
  }
}

/** A video; the size is the ciphertext's, as the official client sends it. */
export function videoItem(attachment: UploadedAttachment): OutgoingItem {
  return { type: 5, video_item: { media: mediaOf(attachment), video_size: attachment.cipherSize } }
}

/** JSON of an item for the outbox. Reading and sending it again gives the same bytes. */
export function serialiseItem(item: OutgoingItem): string {
  return JSON.stringify(item)
}

/** The item of `serialiseItem`. Throws on anything else. */
export function parseItem(json: string): OutgoingItem {
  return Item.parse(JSON.parse(json))
}

/** What `sendmessage` needs to know beside the account. */
export interface OutgoingMessage {
  /** Exact spelling, never another case (fact sheet 7). */
  readonly toUserId: string
  /** Unique for this message for life; repeated only when the same message is tried again. */
  readonly clientId: string
  readonly item: OutgoingItem
  /** Newest token of the conversation; null sends without. */
  readonly contextToken: string | null
  readonly runId?: string
}

/** The `msg` object of a sendmessage request: always finished, always one item. */
export function buildMessage(message: OutgoingMessage): Record<string, unknown> {
  return {
    from_user_id: '',
    to_user_id: message.toUserId,
    client_id: message.clientId,
    message_type: 2,
    message_state: 2,
    item_list: [message.item],
    ...(message.contextToken === null ? {} : { context_token: message.contextToken }),
    ...(message.runId === undefined ? {} : { run_id: message.runId }),
  }
}
