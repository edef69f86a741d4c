import { useMemo } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { type Contact, contactsOf } from './contacts.ts'

/** Everybody who can be written to, over all accounts. */
export function useContacts(): Contact[] {
  const { t } = useTranslation()
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  return useMemo(() => contactsOf(conversations.values(), accounts, t), [conversations, accounts, t])
}
