import { useMemo, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { routesByContact } from '#shared/model/routing.ts'
import type { OtherRoute } from '../features/conversation/header-menu.tsx'
import { useReplica, useReplicaParts } from '../store/hooks.ts'
import { OtherConversations } from './other-conversations.ts'

/** Where else the contact of a conversation is known, the best way first; the same for as long as nothing of it changes. */
export function useOtherRoutes({
  id,
  contactUserId,
}: Pick<ConversationSummary, 'id' | 'contactUserId'>): readonly OtherRoute[] {
  const [finder] = useState(() => new OtherConversations())
  const others = useReplica(({ conversations }) => finder.of(conversations, { id, contactUserId }))
  const carriers = useReplicaParts(({ accounts }) =>
    others.flatMap(({ accountId }) => accounts.get(accountId) ?? []),
  )
  return useMemo(() => {
    const accounts = new Map(carriers.map((account) => [account.id, account]))
    const routes = routesByContact(others, accounts).get(contactUserId) ?? []
    return routes.flatMap((conversation) => {
      const account = accounts.get(conversation.accountId)
      return account ? [{ conversation, account }] : []
    })
  }, [others, carriers, contactUserId])
}
