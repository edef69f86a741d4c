import { useState } from 'react'
import type { Contact } from '../../parts/recipient/contacts.ts'
import { useRoute } from '../../parts/recipient/use-route.ts'
import { carryText } from '../../store/carried-text.ts'
import { useServices } from '../../store/services.tsx'

/** Whom the message goes to and through which account; what was written moves along with the choice. */
export function useRecipient(contacts: readonly Contact[]) {
  const { drafts } = useServices()
  /** What stood in the chosen conversation's box before. */
  const [before, setBefore] = useState('')
  return useRoute(contacts, (next, former) =>
    setBefore(carryText(drafts, former && { box: former, before }, next)),
  )
}
