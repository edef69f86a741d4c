import { useEffect, useRef, useState } from 'react'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MarksByMessage } from '../features/conversation/marks.tsx'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import type { Goal } from '../store/ui.ts'

const NONE: MarksByMessage = new Map()

/**
 * Brings into view the message that somebody asked for, and answers what it was found by, with the marks of its words.
 * @param onFound what a search found is there, and can be read
 */
export function useGoal(
  id: ConversationId,
  jump: (id: MessageId) => Promise<boolean>,
  onFound: () => void,
): { searched: Goal | null; marks: MarksByMessage } {
  const { client, ui } = useServices()
  const asked = useUi(({ goal }) => (goal?.conversationId === id ? goal : null))
  const [searched, setSearched] = useState<Goal | null>(null)
  const [marks, setMarks] = useState<MarksByMessage>(NONE)
  const found = useRef(onFound)
  useEffect(() => {
    found.current = onFound
  })

  useEffect(() => {
    if (asked === null) return
    const { messageId, text } = asked
    ui.setState({ goal: null })
    setSearched(text === '' ? null : asked)
    setMarks(NONE)
    const shown = jump(messageId)
    if (text === '') return
    void shown.then((isThere) => isThere && found.current())
    client.request('search.marks', { text, messageIds: [messageId] }).then(
      (answer) => setMarks(new Map(answer.map((one) => [one.messageId, one.parts]))),
      () => undefined,
    )
  }, [client, ui, asked, jump])
  return { searched, marks }
}
