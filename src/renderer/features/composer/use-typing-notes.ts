import { useEffect, useMemo } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { isBlank } from '#shared/text/repair.ts'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** While the operator types, main is told no more often than this; it keeps the indicator alive by itself. */
const NOTE_EVERY_MS = 3_000

/** What the composer tells main about the operator's typing. */
export interface TypingNotes {
  /** The text was changed by the operator. */
  typed(text: string): void
  /** The operator is done here: it was sent, or the focus went elsewhere. */
  stopped(): void
}

/** Tells main that the operator types in a conversation, only where the settings let contacts see it. */
export function useTypingNotes(id: ConversationId): TypingNotes {
  const { client, clock } = useServices()
  const wanted = useReplica((replica) => replica.settings.typingIndicator)
  const notes = useMemo(() => {
    let notedAt: number | null = null
    // A courtesy: what fails is not worth a word.
    const note = (typing: boolean) =>
      client.request('conversations.typing', { id, typing }).catch(() => undefined)
    function stopped(): void {
      if (notedAt === null) return
      notedAt = null
      void note(false)
    }
    function typed(text: string): void {
      if (!wanted) return
      if (isBlank(text)) {
        stopped()
        return
      }
      const now = clock.exact()
      if (notedAt !== null && now - notedAt < NOTE_EVERY_MS) return
      notedAt = now
      void note(true)
    }
    return { typed, stopped }
  }, [client, clock, id, wanted])
  useEffect(() => () => notes.stopped(), [notes])
  return notes
}
