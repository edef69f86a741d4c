import { z } from 'zod'
import { MAX_MARKED, MAX_PAGE } from '../limits.ts'
import { ConversationId, MessageId } from '../model/ids.ts'
import { MarkAction, MarkChange, MarkedConversation } from '../model/marks.ts'
import type { Message } from '../model/message.ts'
import type { DayTally } from '../model/tally.ts'
import { OwnText } from './own-texts.ts'
import { request } from './request.ts'

export const conversationRequests = {
  /** A page of history in the order of arrival: the newest, or what stands before or after a message; 0 stands before all. */
  'messages.page': request(
    z.object({
      conversationId: ConversationId,
      before: MessageId.optional(),
      after: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(MAX_PAGE),
    }),
  )<{ messages: Message[]; hasOlder: boolean; hasNewer: boolean }>(),
  /** A message with up to `limit` on either side of it, ascending; null when the conversation has no such message. */
  'messages.around': request(
    z.object({
      conversationId: ConversationId,
      messageId: MessageId,
      limit: z
        .number()
        .int()
        .min(1)
        .max(MAX_PAGE / 2),
    }),
  )<{ messages: Message[]; hasOlder: boolean; hasNewer: boolean } | null>(),
  /** The first message to arrive that shows this time or a later one, to jump to a date; null when there is none. */
  'messages.atTime': request(
    z.object({ conversationId: ConversationId, at: z.number() }),
  )<MessageId | null>(),
  /**
   * The first of the last `count` messages that arrived from the contact; null when there are not so many. What arrived
   * behind `upTo`, the conversation's `activitySeq` when they were counted, is not among them.
   */
  'messages.firstOfLast': request(
    z.object({
      conversationId: ConversationId,
      count: z.number().int().min(1),
      upTo: z.number().int().min(0),
    }),
  )<MessageId | null>(),
  /** Everything up to this message was shown in the focused window. */
  'conversations.markRead': request(z.object({ id: ConversationId, upTo: MessageId }))<void>(),
  'conversations.saveDraft': request(z.object({ id: ConversationId, text: OwnText }))<void>(),
  /** The operator types, or stopped; passed on to the contact where the setting says so. */
  'conversations.typing': request(z.object({ id: ConversationId, typing: z.boolean() }))<void>(),
  /**
   * Sets a mark on conversations and answers with what changed, to be taken back. Where the contact
   * has written since it was seen, it is neither finished nor put off.
   */
  'conversations.mark': request(
    z.object({ conversations: z.array(MarkedConversation).max(MAX_MARKED), action: MarkAction }),
  )<MarkChange[]>(),
  /** Takes marks back where nothing newer has changed them; answers with what that changed. */
  'conversations.undoMarks': request(z.object({ changes: z.array(MarkChange).max(MAX_MARKED) }))<
    MarkChange[]
  >(),
  /** What has become of a day that began at a time of the app's clock, so far. */
  'conversations.tally': request(z.object({ from: z.number().int() }))<DayTally>(),
}
