import { useCallback } from 'react'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { type Services, useServices } from '../../store/services.tsx'
import type { StagedItem } from '../../store/staged-files.ts'

/** What came out of the queue: the draft as main has it now, and files that are staged. */
interface TakenBack {
  draft: string
  files: readonly Pick<StagedItem, 'staged' | 'asFile'>[]
}

/** What stands in a conversation's message box now. */
export function inBox(
  { drafts, replica }: Pick<Services, 'drafts' | 'replica'>,
  conversationId: ConversationId,
): string {
  return (
    drafts.texts.getState().get(conversationId) ??
    replica.state.getState().replica?.conversations.get(conversationId)?.draft ??
    ''
  )
}

/**
 * Has something come back into a conversation's message box, beside what is typed there, and files into a review. Main
 * stores the draft; only what is typed while that is on its way is new.
 * @param take asks main for it, given what stands in the box
 */
export async function putIntoBox(
  services: Pick<Services, 'drafts' | 'replica' | 'review'>,
  conversationId: ConversationId,
  take: (typed: string) => Promise<TakenBack>,
): Promise<void> {
  const { drafts, review } = services
  const typed = inBox(services, conversationId)
  const { draft, files } = await take(typed)
  const since = inBox(services, conversationId)
  if (since === typed || since === draft) drafts.place(conversationId, draft)
  else if (since.startsWith(typed)) drafts.type(conversationId, `${draft}${since.slice(typed.length)}`)
  else drafts.type(conversationId, `${draft}\n${since}`)
  review.put({ conversationId, accountId: null }, files)
}

/** The message box of a conversation that is on the screen. */
export function boxOf(id: ConversationId): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-conversation-pane="${id}"] [data-composer]`)
}

/** The message box of the conversation in which something stands. */
export function boxBeside(from: HTMLElement | null): HTMLElement | null {
  return from?.closest('[data-conversation-pane]')?.querySelector<HTMLElement>('[data-composer]') ?? null
}

/** The keys go to the message box of the conversation in which `from` stands. */
export function focusBox(from: HTMLElement | null): void {
  boxBeside(from)?.focus()
}

/** The keys go from a message box to the newest message that is drawn above it, if there is one. */
export function focusNewestMessage(from: HTMLElement): boolean {
  const pane = from.closest('[data-conversation-pane]')
  const newest = [...(pane?.querySelectorAll<HTMLElement>('[role="log"] [data-message]') ?? [])].at(-1)
  newest?.focus({ preventScroll: true })
  newest?.scrollIntoView({ block: 'nearest' })
  return newest !== undefined
}

/** Takes a message that has not left back into its conversation's message box, which gets the keys. */
export function useTakeBack(conversationId: ConversationId) {
  const services = useServices()
  return useCallback(
    async (id: MessageId, from: HTMLElement | null): Promise<void> => {
      const pane = from?.closest<HTMLElement>('[data-conversation-pane]') ?? null
      let hasFiles = false
      await putIntoBox(services, conversationId, async (typed) => {
        const taken = await services.client.request('outbox.takeBack', { id, typed })
        hasFiles = taken.files.length > 0
        return taken
      })
      if (!hasFiles) focusBox(pane)
    },
    [services, conversationId],
  )
}
