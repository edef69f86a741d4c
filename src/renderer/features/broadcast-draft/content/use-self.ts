import { useMemo } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { routesByContact } from '#shared/model/routing.ts'
import { useReplica } from '../../../store/hooks.ts'

/** The way to the contact who is marked as the operator, that of P8; null while nobody is, or there is none. */
export function useSelf(): ConversationSummary | null {
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  const contacts = useReplica((replica) => replica.contacts)
  return useMemo(() => {
    const self = [...contacts.values()].find(({ isSelf }) => isSelf)?.userId
    if (self === undefined) return null
    const theirs = [...conversations.values()].filter(({ contactUserId }) => contactUserId === self)
    return routesByContact(theirs, accounts).get(self)?.[0] ?? null
  }, [conversations, accounts, contacts])
}
