import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useServices } from '../../store/services.tsx'
import { createReader, type Written } from './written.ts'

/** What stands in a message box. */
export interface Draft {
  /** What of it is shown around the box. A key that changes nothing of that draws nothing. */
  written: Written
  /** The text as of now. */
  read(): string
  /** The operator typed. */
  type(text: string): void
  /** Stores now what is not stored yet. */
  flush(): void
}

/**
 * The text of a conversation's message box: the stored draft until something is typed here, then what
 * is typed. Stored soon after the last key, and at once on leaving (P14). The box has its text to itself: it is drawn by
 * the browser alone, and only what somebody else changes is put there.
 * @param isElsewhere the text stands with files that are looked through, and the box is empty
 */
export function useDraft(
  box: RefObject<HTMLTextAreaElement | null>,
  conversation: ConversationSummary,
  isElsewhere: boolean,
): Draft {
  const { drafts } = useServices()
  const { id, draft } = conversation
  const [reader] = useState(createReader)
  const read = useCallback(
    () => (isElsewhere ? '' : (drafts.texts.getState().get(id) ?? draft)),
    [drafts, id, draft, isElsewhere],
  )
  const written = useStore(drafts.texts, () => reader(read()))

  useLayoutEffect(() => {
    const show = () => {
      const { current } = box
      const text = read()
      // the browser forgets what can be undone, and where an input method is
      if (current && current.value !== text) current.value = text
    }
    show()
    return drafts.texts.subscribe(show)
  }, [box, drafts, read])

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
    written,
    read,
    type: useCallback((text: string) => drafts.type(id, text), [drafts, id]),
    flush: useCallback(() => drafts.flush(id), [drafts, id]),
  }
}
