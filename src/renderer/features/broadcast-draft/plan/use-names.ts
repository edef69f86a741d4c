import { useMemo } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { accountName, contactName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'

/** One way to somebody, by name; `conversation` is undefined once it has gone. */
export interface NamedRoute {
  contact: string
  account: string
  conversation: ConversationSummary | undefined
}

/** Names the ways of a plan, which may be older than what is known by now. */
export function useRouteNames(): (id: ConversationId) => NamedRoute {
  const { t } = useTranslation()
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  return useMemo(
    () => (id) => {
      const conversation = conversations.get(id)
      const account = conversation && accounts.get(conversation.accountId)
      return {
        contact: conversation ? contactName(conversation, account, t) : t('broadcastDraft.plan.goneContact'),
        account: account ? accountName(account, t) : t('broadcastDraft.plan.gone'),
        conversation,
      }
    },
    [conversations, accounts, t],
  )
}
