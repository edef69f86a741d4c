import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { useServices } from '../../store/services.tsx'
import type { Marks, MarksByMessage } from './marks.tsx'

/** Messages around the one that is shown of which the words are marked. */
const MARKED = 100

/** A search within one conversation. */
export interface Find {
  text: string
  /** The messages that were found, the newest first; null until the answer is there. */
  found: { messageIds: readonly MessageId[]; hasMore: boolean } | null
  /** Which of them is shown, 0 being the newest. */
  at: number
  marks: MarksByMessage
  type: (text: string) => void
  /** Goes to an older one, or back; stays at the ends. */
  step: (by: 1 | -1) => void
}

/**
 * Looks for a text in a conversation as it is typed and goes to the newest message that holds it.
 * @param start what is looked for first; with a message, that one is shown
 */
export function useFind(
  id: ConversationId,
  start: { text: string; messageId: MessageId | null },
  onGo: (id: MessageId) => void,
): Find {
  const { client } = useServices()
  const [text, setText] = useState(start.text)
  const [found, setFound] = useState<Find['found']>(null)
  const [at, setAt] = useState(0)
  const [marks, setMarks] = useState<MarksByMessage>(new Map())
  const latest = useRef<object | null>(null)
  const go = useRef(onGo)
  useEffect(() => {
    go.current = onGo
  })

  useEffect(() => {
    const own = {}
    latest.current = own
    setFound(null)
    if (text.trim() === '') return
    client.request('search.inConversation', { conversationId: id, text }).then(
      (answer) => {
        if (latest.current !== own || answer === null) return
        const wanted = start.text === text && start.messageId !== null ? start.messageId : null
        const index = Math.max(0, wanted === null ? 0 : answer.messageIds.indexOf(wanted))
        setFound(answer)
        setAt(index)
        const first = answer.messageIds[index]
        if (first !== undefined) go.current(first)
      },
      () => {
        if (latest.current === own) setFound({ messageIds: [], hasMore: false })
      },
    )
  }, [client, id, text, start])

  const around = useMemo(
    () => found?.messageIds.slice(Math.max(0, at - MARKED / 2), at + MARKED / 2) ?? [],
    [found, at],
  )
  useEffect(() => {
    let isWanted = true
    if (around.length === 0) setMarks(new Map())
    else
      client.request('search.marks', { text, messageIds: around }).then(
        (answer) => {
          if (!isWanted) return
          const entries = answer.map(({ messageId, parts }): [MessageId, readonly Marks[]] => [
            messageId,
            parts,
          ])
          setMarks(new Map(entries))
        },
        () => undefined,
      )
    return () => {
      isWanted = false
    }
  }, [client, text, around])

  const step = useCallback(
    (by: 1 | -1) => {
      const next = at + by
      const messageId = found?.messageIds[next]
      if (messageId === undefined) return
      setAt(next)
      go.current(messageId)
    },
    [found, at],
  )
  return { text, found, at, marks, type: setText, step }
}
