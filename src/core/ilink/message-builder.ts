import { z } from 'zod'

/** One item as it goes out; stored as JSON before the first attempt and repeated unchanged (P3). */
export type OutgoingItem = Readonly<Record<string, unknown>> & { readonly type: number }

const Item = z.looseObject({ type: z.number() })

/** A text item, the text exactly as typed (fact sheet 5.1). */
export function textItem(text: string): OutgoingItem {
  return { type: 1, text_item: { text } }
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
