import type { QuickReplyId } from './ids.ts'
import type { SendKind, StagedFile } from './media.ts'

/** One message of a quick reply, as the lists show it; a long text goes out in several. */
export type QuickReplyItem =
  /** As it was written, with its placeholders. */
  | { kind: 'text'; text: string }
  | {
      kind: 'file'
      name: string
      /** Bytes; null where they are not on this computer any more. */
      size: number | null
      /** What it goes out as. */
      sendKind: SendKind
    }

/** A stored answer. */
export interface QuickReply {
  id: QuickReplyId
  /** What it is found by; never empty. */
  title: string
  /** Empty for none. */
  group: string
  /** Those with smaller ones stand before it; not without gaps. */
  place: number
  /** In sending order. */
  items: readonly QuickReplyItem[]
}

/** An item for whoever works on it: its file is staged for them. */
export type OpenedQuickReplyItem =
  | { kind: 'text'; text: string }
  | { kind: 'file'; staged: StagedFile; asFile: boolean }
