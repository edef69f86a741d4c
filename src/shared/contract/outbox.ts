import { z } from 'zod'
import { ConversationId, MessageId } from '../model/ids.ts'
import { MAX_TEXT } from './conversations.ts'
import { request } from './request.ts'

export const outboxRequests = {
  /**
   * Queues a text and clears the draft in one transaction. `requestId` makes it harmless to ask
   * twice. `insist` sends through a closed window, knowingly.
   * Fails with `text-empty`, `text-too-long` or `window-closed`.
   */
  'outbox.sendText': request(
    z.object({
      conversationId: ConversationId,
      requestId: z.uuid(),
      text: z.string().max(MAX_TEXT),
      insist: z.boolean(),
    }),
  )<{ messageIds: MessageId[] }>(),
  /** Takes back what is queued or waiting. */
  'outbox.cancel': request(z.object({ id: MessageId }))<void>(),
  /** Sends a refused or unconfirmed message as a new one; the old one counts as dealt with. */
  'outbox.sendAgain': request(z.object({ id: MessageId }))<void>(),
  /** The operator knows that an unconfirmed message arrived. */
  'outbox.markAsSent': request(z.object({ id: MessageId }))<void>(),
  /** Sends everything that waits for this contact, in order. */
  'outbox.sendWaiting': request(z.object({ conversationId: ConversationId }))<void>(),
  /** Takes one waiting message back into the composer; answers its text. */
  'outbox.editWaiting': request(z.object({ id: MessageId }))<{ text: string }>(),
  'outbox.discard': request(z.object({ id: MessageId }))<void>(),
}
