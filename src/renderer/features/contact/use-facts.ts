import { useEffect, useRef, useState } from 'react'
import type { ContactFacts } from '#shared/model/contact.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useServices } from '../../store/services.tsx'

/**
 * What is known of a conversation's contact, read anew once something was written since. One reading at a time: it
 * goes through all that was written with them, beside what searches read.
 * @param activitySeq place of the newest message
 */
export function useFacts(id: ConversationId, activitySeq: number): ContactFacts | null {
  const { client } = useServices()
  const [known, setKnown] = useState<{ upTo: number; facts: ContactFacts } | null>(null)
  const isReading = useRef(false)

  useEffect(() => {
    if (isReading.current || known?.upTo === activitySeq) return
    isReading.current = true
    client.request('contacts.facts', { id }).then(
      (facts) => {
        isReading.current = false
        setKnown({ upTo: activitySeq, facts })
      },
      // they are read again with the next message
      () => {
        isReading.current = false
      },
    )
  }, [client, id, activitySeq, known])

  return known?.facts ?? null
}
