import { z } from 'zod'
import { MAX_FILES } from '../limits.ts'
import { ConversationId, MessageId } from '../model/ids.ts'
import { MediaId, type StagedFile, StagedId } from '../model/media.ts'
import { OwnText } from './own-texts.ts'
import { request } from './request.ts'

export const outboxRequests = {
  /**
   * Queues a text and clears the draft in one transaction. `requestId` makes it harmless to ask
   * twice. `force` sends through a closed window, knowingly.
   * Fails with `text-empty`, `text-too-long` or `window-closed`.
   */
  'outbox.sendText': request(
    z.object({
      conversationId: ConversationId,
      requestId: z.uuid(),
      text: OwnText,
      force: z.boolean(),
    }),
  )<{ messageIds: MessageId[] }>(),
  /**
   * Queues a caption (blank for none) and then the files in their order, each one message, and clears
   * the draft in the same transaction. `requestId` makes it harmless to ask twice; `force` as above.
   * Fails with `nothing-to-send`, `text-too-long`, `window-closed`, or `not-found` when a staged file is gone.
   */
  'outbox.sendFiles': request(
    z.object({
      conversationId: ConversationId,
      requestId: z.uuid(),
      caption: OwnText,
      files: z
        .array(z.object({ stagedId: StagedId, asFile: z.boolean() }))
        .min(1)
        .max(MAX_FILES),
      force: z.boolean(),
    }),
  )<{ messageIds: MessageId[] }>(),
  /** Sends an attachment that is held here to another conversation. Fails with `media-missing`, `window-closed`. */
  'outbox.forward': request(
    z.object({
      mediaId: MediaId,
      conversationId: ConversationId,
      requestId: z.uuid(),
      force: z.boolean(),
    }),
  )<{ messageIds: MessageId[] }>(),
  /** Tries a refused upload again; nothing of that message has reached anybody. */
  'outbox.retry': request(z.object({ id: MessageId }))<void>(),
  /** Takes back what is queued, uploading or waiting. */
  'outbox.cancel': request(z.object({ id: MessageId }))<void>(),
  /** Sends a refused or unconfirmed message as a new one; the old one counts as dealt with. */
  'outbox.sendAgain': request(z.object({ id: MessageId }))<void>(),
  /** The operator knows that an unconfirmed message arrived. */
  'outbox.markAsSent': request(z.object({ id: MessageId }))<void>(),
  /** Sends everything that waits for this contact, in order. */
  'outbox.sendWaiting': request(z.object({ conversationId: ConversationId }))<void>(),
  /**
   * Takes back what has not begun, for the composer: what is held with all that was sent together with it. Its words
   * stand in the draft from then on, beside `typed`, which is what the box holds; its files are staged again.
   * Fails with `not-possible-now` once it is under way or done.
   */
  'outbox.takeBack': request(z.object({ id: MessageId, typed: OwnText }))<{
    draft: string
    files: { staged: StagedFile; asFile: boolean }[]
  }>(),
  /**
   * Puts what one of our own messages said into the draft behind `typed`, which is what the box holds; its files are
   * staged, and those whose bytes are gone are named. Nothing is sent, and the message stays as it is.
   * Fails with `not-possible-now` for one of the contact, or one that is not settled.
   */
  'outbox.copyToDraft': request(z.object({ id: MessageId, typed: OwnText }))<{
    draft: string
    files: { staged: StagedFile; asFile: boolean }[]
    missing: string[]
  }>(),
  'outbox.discard': request(z.object({ id: MessageId }))<void>(),
}
