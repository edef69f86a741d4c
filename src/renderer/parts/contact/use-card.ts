import { useState } from 'react'
import type { InputOf } from '#shared/contract/index.ts'
import { type ContactCard, emptyCard } from '#shared/model/contact.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { type Action, useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

type Change = InputOf<'contacts.change'>['change']

/**
 * What is kept about the contact of a conversation, and how it is changed. A change is shown from the start and
 * ends when main has it, or has refused it.
 */
export function useCard({ id, contactUserId }: ConversationSummary): {
  card: ContactCard
  save: Action
  change: (change: Change) => void
} {
  const { client } = useServices()
  const kept = useReplica((replica) => replica.contacts.get(contactUserId))
  const save = useAction()
  // what main has now is newer than what was on its way before
  const [sent, setSent] = useState<{ over: ContactCard | undefined; change: Change }>({
    over: kept,
    change: {},
  })
  const pending = sent.over === kept ? sent.change : {}
  const card = kept ?? emptyCard(contactUserId)
  const { run } = save
  return {
    card: {
      userId: contactUserId,
      tags: pending.tags ?? card.tags,
      note: pending.note ?? card.note,
      followUp: pending.followUp === undefined ? card.followUp : pending.followUp,
    },
    save,
    change(next) {
      setSent({ over: kept, change: { ...pending, ...next } })
      void run(() => client.request('contacts.change', { id, change: next })).then((isDone) => {
        if (!isDone) setSent({ over: kept, change: {} })
      })
    },
  }
}
