import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaId, StagedId } from '#shared/model/media.ts'
import type { OutgoingContent } from './enqueue.ts'

/** A text for one conversation. */
export interface SendTextInput {
  conversationId: ConversationId
  requestId: string
  text: string
  force: boolean
  /** It was written elsewhere than in the message box, whose text stays (P14). */
  keepsDraft?: boolean
}

/** Files that were staged, with a caption that goes first. */
export interface SendFilesInput {
  conversationId: ConversationId
  requestId: string
  caption: string
  files: readonly { stagedId: StagedId; asFile: boolean }[]
  force: boolean
}

/** Messages that were prepared elsewhere, with what stays in the message box. */
export interface SendPreparedInput {
  conversationId: ConversationId
  requestId: string
  contents: readonly OutgoingContent[]
  /** Null: it stays as it is. */
  draft: string | null
  /** The program that wrote it, by name. */
  program?: string
}

/** An attachment that is held here, for somebody else. */
export interface ForwardInput {
  mediaId: MediaId
  conversationId: ConversationId
  requestId: string
  force: boolean
}
