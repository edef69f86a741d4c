import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { FindBar } from '../features/conversation/find-bar.tsx'
import type { MarksByMessage } from '../features/conversation/marks.tsx'
import { useFind } from '../features/conversation/use-find.ts'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import type { Goal } from '../store/ui.ts'
import { isModalOpen } from '../ui/modal.ts'

/** What a conversation is searched for first. */
interface Start {
  text: string
  messageId: MessageId | null
}

/**
 * Whether a conversation is searched, by its menu or Ctrl+F; what was opened from a search is what it begins with.
 * @param isAlone the keys mean this conversation wherever they are; else they have to be in it
 */
export function useFinding(place: RefObject<HTMLElement | null>, isAlone: boolean, goal: Goal | null) {
  const [start, setStart] = useState<Start | null>(null)
  const [asked, setAsked] = useState<object | null>(null)

  const begin = useCallback(() => {
    setStart((former) => former ?? { text: goal?.text ?? '', messageId: goal?.messageId ?? null })
    setAsked({})
  }, [goal])

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'find') || event.isComposing || event.defaultPrevented || isModalOpen()) return
      if (!isAlone && !place.current?.contains(document.activeElement)) return
      event.preventDefault()
      begin()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })

  function end(): void {
    setStart(null)
    place.current?.querySelector<HTMLElement>('[role="log"]')?.focus()
  }
  return { start, asked, begin, end }
}

/** The search within a conversation, while it is searched. */
export function Finding(props: {
  id: ConversationId
  start: Start
  asked: object | null
  onGo: (id: MessageId) => void
  onMarks: (marks: MarksByMessage) => void
  onClose: () => void
}) {
  const { onMarks } = props
  const find = useFind(props.id, props.start, props.onGo)
  useEffect(() => onMarks(find.marks), [onMarks, find.marks])
  return <FindBar find={find} takesFocus={props.asked} onClose={props.onClose} />
}
