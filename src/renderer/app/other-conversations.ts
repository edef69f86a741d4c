import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { SharedMap } from '../store/shared-map.ts'

type Conversations = SharedMap<ConversationId, ConversationSummary>
/** The conversation whose contact is meant. */
type Asked = Pick<ConversationSummary, 'id' | 'contactUserId'>

/**
 * The other conversations with the contact of one, found by what has changed since the last question: every message of
 * anybody asks, and there are thousands of conversations.
 */
export class OtherConversations {
  #asked: Asked | null = null
  #known: Conversations = SharedMap.of([])
  #others: readonly ConversationSummary[] = []

  /** The same list for as long as none of them has changed. */
  of(conversations: Conversations, { id, contactUserId }: Asked): readonly ConversationSummary[] {
    const isOther = (one: ConversationSummary | undefined) =>
      one !== undefined && one.contactUserId === contactUserId && one.id !== id
    const isAskedAgain = this.#asked?.id === id && this.#asked.contactUserId === contactUserId
    const changed = isAskedAgain ? conversations.since(this.#known) : null
    this.#asked = { id, contactUserId }
    this.#known = conversations
    if (
      changed !== null &&
      ![...changed.values()].some(({ before, after }) => isOther(before) || isOther(after))
    )
      return this.#others
    this.#others = [...conversations.values()].filter(isOther)
    return this.#others
  }
}
