import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { carryText } from '../../store/carried-text.ts'
import { useServices } from '../../store/services.tsx'
import type { Contact } from './contacts.ts'

/** The conversation that is being written to, and what stood in its box before. */
interface Chosen {
  id: ConversationId
  before: string
}

/** Whom the message goes to and through which account; what was written moves along with the choice. */
export function useRecipient(contacts: readonly Contact[]) {
  const { drafts } = useServices()
  const [userId, setUserId] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const contact = contacts.find((one) => one.userId === userId) ?? null
  const way = contact?.ways.find((one) => one.id === chosen?.id) ?? null

  function through(next: ConversationSummary): void {
    const from = way && chosen ? { box: way, before: chosen.before } : null
    setChosen({ id: next.id, before: carryText(drafts, from, next) })
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
