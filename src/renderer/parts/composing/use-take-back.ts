import { useCallback } from 'react'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { useServices } from '../../store/services.tsx'

/**
 * Takes a message that has not left back into its conversation's message box, behind or before what is typed there, and
 * its files into a review. The keys go to the box, where `from` stands in the same conversation.
 */
export function useTakeBack(conversationId: ConversationId) {
  const { client, drafts, replica, review } = useServices()
  return useCallback(
    async (id: MessageId, from: HTMLElement | null): Promise<void> => {
      const inBox = () =>
        drafts.texts.getState().get(conversationId) ??
        replica.state.getState().replica?.conversations.get(conversationId)?.draft ??
        ''
      const pane = from?.closest('[data-conversation-pane]')
      const typed = inBox()
      const { draft, files } = await client.request('outbox.takeBack', { id, typed })
      // main has it so already; only what was typed while it was on its way is new
      const since = inBox()
      if (since === typed || since === draft) drafts.place(conversationId, draft)
      else if (since.startsWith(typed)) drafts.type(conversationId, `${draft}${since.slice(typed.length)}`)
      else drafts.type(conversationId, `${draft}\n${since}`)
      if (files.length > 0) review.put({ conversationId, accountId: null }, files)
      else pane?.querySelector<HTMLElement>('[data-composer]')?.focus()
    },
    [client, drafts, replica, review, conversationId],
  )
}
