import { useRef, useState } from 'react'
import type { InputOf } from '#shared/contract/index.ts'
import { type ContactCard, emptyCard } from '#shared/model/contact.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { type Action, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useKeptAction } from '../../store/use-kept-action.ts'

type Change = InputOf<'contacts.change'>['change']

/** Changes that main may not have yet. */
interface Sent {
  change: Change
  /** So many are not answered; one that was refused takes the others with it, since they were made over it. */
  open: number
  isRefused: boolean
  /** What was kept when the last one was answered: main tells of a change before or after its answer. */
  over: ContactCard | undefined
}

/**
 * What is kept about the contact of a conversation, and how it is changed. A change is shown from the start, also
 * while main tells of an earlier one, and ends when main has it, or has refused it.
 */
export function useCard({ id, contactUserId }: Pick<ConversationSummary, 'id' | 'contactUserId'>): {
  card: ContactCard
  save: Action
  /** Answers whether it is kept. */
  change: (change: Change) => Promise<boolean>
} {
  const { client } = useServices()
  const kept = useReplica((replica) => replica.contacts.get(contactUserId))
  const latest = useRef(kept)
  latest.current = kept
  const save = useKeptAction('contact')
  const [sent, setSent] = useState<Sent>({ change: {}, open: 0, isRefused: false, over: kept })
  const pending = pendingOf(sent, kept)
  const card = kept ?? emptyCard(contactUserId)
  const { run } = save
  return {
    card: {
      userId: contactUserId,
      tags: pending.tags ?? card.tags,
      note: pending.note ?? card.note,
      followUp: pending.followUp === undefined ? card.followUp : pending.followUp,
      isSelf: card.isSelf,
    },
    save,
    async change(next) {
      setSent((before) => ({
        change: { ...pendingOf(before, latest.current), ...next },
        open: before.open + 1,
        isRefused: before.open > 0 && before.isRefused,
        over: latest.current,
      }))
      const isDone = await run(() => client.request('contacts.change', { id, change: next }))
      setSent((before) => {
        const open = before.open - 1
        const isRefused = before.isRefused || !isDone
        const change = open === 0 && isRefused ? {} : before.change
        return { change, open, isRefused, over: latest.current }
      })
      return isDone
    },
  }
}

/** What is shown over what is kept. */
function pendingOf(sent: Sent, kept: ContactCard | undefined): Change {
  return sent.open > 0 || sent.over === kept ? sent.change : {}
}
