import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Contact } from './contacts.ts'

/**
 * Who is chosen, and the way to them: that of P8 unless another one is taken.
 * @param onWay called before another way is taken, with that and the former one
 */
export function useRoute(
  contacts: readonly Contact[],
  onRoute?: (next: ConversationSummary, former: ConversationSummary | null) => void,
) {
  const [userId, setUserId] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ConversationId | null>(null)
  const contact = contacts.find((one) => one.userId === userId) ?? null
  const route = contact?.routes.find(({ id }) => id === chosen) ?? null

  function through(next: ConversationSummary): void {
    onRoute?.(next, route)
    setChosen(next.id)
  }

  return {
    contact,
    route,
    to(next: Contact | null): void {
      if (next === null) return
      setUserId(next.userId)
      through(next.routes[0])
    },
    through,
  }
}
