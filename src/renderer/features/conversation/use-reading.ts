import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { Log } from '../../store/log.ts'
import { useServices } from '../../store/services.tsx'
import { firstUnread, lastStored } from './placing.ts'

function subscribeToFocus(listener: () => void): () => void {
  window.addEventListener('focus', listener)
  window.addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    window.removeEventListener('focus', listener)
    window.removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

const windowIsFocused = () => document.hasFocus() && document.visibilityState === 'visible'

/** Where what was unread begins, and how much it was. */
export interface UnreadLine {
  from: MessageId
  count: number
}

/**
 * Marks a conversation read while its newest message is in view of the focused window. Answers the
 * message that the unread line stands above, with how many there were: placed when something arrives unseen, kept until
 * leaving. The first of them may stand further up than is loaded.
 */
export function useReading(
  conversation: ConversationSummary,
  log: Log | undefined,
  /** The end of the log is in view. */
  endInView: boolean,
): UnreadLine | null {
  const { client } = useServices()
  const focused = useSyncExternalStore(subscribeToFocus, windowIsFocused)
  const { id, unread, isMarkedUnread, activitySeq } = conversation
  const loaded = log !== undefined && log.stretch > 0
  const reading = focused && endInView && loaded && !log.hasNewer
  const messages = log?.messages
  const hasNewer = log?.hasNewer === true
  const newest = useMemo(() => lastStored(messages ?? []), [messages])

  useEffect(() => {
    if (!reading || newest === null || (unread === 0 && !isMarkedUnread)) return
    // A refusal leaves it unread, which is the truth; the next message tries again.
    client.request('conversations.markRead', { id, upTo: newest }).catch(() => undefined)
  }, [client, id, reading, newest, unread, isMarkedUnread])

  const [line, setLine] = useState<UnreadLine | null>(null)
  const before = useRef(0)
  useEffect(() => {
    if (!loaded || !messages) return
    const arrivedUnseen = before.current === 0 && unread > 0 && !reading
    before.current = unread
    if (!arrivedUnseen) return
    // where the newest is not loaded, nothing unread is
    const first = hasNewer ? { id: null, missing: unread } : firstUnread(messages, unread)
    setLine(first.id === null ? null : { from: first.id, count: unread })
    if (first.missing === 0) return
    client.request('messages.firstOfLast', { conversationId: id, count: unread, upTo: activitySeq }).then(
      (from) => {
        if (from !== null) setLine({ from, count: unread })
      },
      // the line stands where what is loaded begins
      () => undefined,
    )
  }, [client, id, loaded, messages, hasNewer, unread, activitySeq, reading])
  return line
}
