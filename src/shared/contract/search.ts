import { z } from 'zod'
import { MAX_PAGE } from '../limits.ts'
import { AccountId, ConversationId, MessageId } from '../model/ids.ts'
import { MAX_HITS, MAX_SEARCH, type MessageHits, type MessageMarks } from '../model/search.ts'
import { request } from './request.ts'

const Text = z.string().max(MAX_SEARCH)
const Limit = z.number().int().min(1).max(MAX_HITS)
const Time = z.number().int()

const Kind = z.enum(['text', 'image', 'video', 'voice', 'file', 'progress', 'unsupported', 'unreadable'])

const Filter = z.object({
  accountId: AccountId.optional(),
  contactOf: ConversationId.optional(),
  conversationId: ConversationId.optional(),
  direction: z.enum(['in', 'out']).optional(),
  // the index takes time with the square of their number
  kinds: z.array(Kind).max(Kind.options.length).readonly().optional(),
  from: Time.optional(),
  to: Time.optional(),
})

export const searchRequests = {
  /**
   * Messages in which every word of the text stands, the newest first by arrival; with a blank text, those that pass the
   * filter. `before` is a former page's `next`. Null when the same window has asked for something else since.
   */
  'search.messages': request(
    z.object({
      text: Text,
      filter: Filter,
      before: z.number().int().positive().optional(),
      limit: Limit,
    }),
  )<MessageHits | null>(),
  /** The messages of a conversation in which the text stands, the newest first; null as above. */
  'search.inConversation': request(z.object({ conversationId: ConversationId, text: Text }))<{
    messageIds: MessageId[]
    hasMore: boolean
  } | null>(),
  /** Conversations with the people that a text finds by name, pinyin, initials, account, and what was noted of them. */
  'search.people': request(z.object({ text: Text, accountId: AccountId.optional(), limit: Limit }))<
    ConversationId[]
  >(),
  /** Where a text stands in messages. */
  'search.marks': request(z.object({ text: Text, messageIds: z.array(MessageId).max(MAX_PAGE) }))<
    MessageMarks[]
  >(),
}
