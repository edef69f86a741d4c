import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useServices } from '../../store/services.tsx'
import type { Contact } from './contacts.ts'

/** The conversation that is being written to, and what stood in its box before. */
interface Chosen {
  id: ConversationId
  before: string
}

/**
 * Whom the message goes to and through which account. The text is the draft of the conversation it
 * will go to (P14): what was written here moves along when another is chosen, and the draft that
 * stood there before comes back.
 */
export function useRecipient(contacts: readonly Contact[]) {
  const { drafts } = useServices()
  const [userId, setUserId] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const contact = contacts.find((one) => one.userId === userId) ?? null
  const way = contact?.ways.find((one) => one.id === chosen?.id) ?? null

  const textIn = (one: ConversationSummary) => drafts.texts.getState().get(one.id) ?? one.draft

  function through(next: ConversationSummary): void {
    const before = textIn(next)
    setChosen({ id: next.id, before })
    if (!way || !chosen || way.id === next.id) return
    const written = textIn(way)
    if (written === chosen.before) return
    drafts.type(way.id, chosen.before)
    drafts.type(next.id, before.trim() === '' ? written : `${before}\n${written}`)
  }

  return {
    contact,
    way,
    /** Chooses a contact, and the way that P8 says. */
    to(next: Contact | null): void {
      if (next === null) return
      setUserId(next.userId)
      through(next.ways[0])
    },
    through,
  }
}
