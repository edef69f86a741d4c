import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useServices } from '../../store/services.tsx'

/**
 * The text of a conversation's composer: the stored draft until something is typed here, then what
 * is typed. Stored soon after the last key, and at once on leaving (P14).
 */
export function useDraft(conversation: ConversationSummary) {
  const { drafts } = useServices()
  const { id, draft } = conversation
  const local = useStore(drafts.texts, (texts) => texts.get(id))

  useEffect(() => {
    const flush = () => drafts.flush(id)
    window.addEventListener('blur', flush)
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('blur', flush)
      window.removeEventListener('pagehide', flush)
      drafts.release(id)
    }
  }, [drafts, id])

  return {
    text: local ?? draft,
    type: useCallback((text: string) => drafts.type(id, text), [drafts, id]),
    flush: useCallback(() => drafts.flush(id), [drafts, id]),
  }
}
