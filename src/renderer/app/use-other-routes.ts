import { useMemo } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { routesByContact } from '#shared/model/routing.ts'
import type { OtherRoute } from '../features/conversation/header-menu.tsx'
import { useReplicaParts } from '../store/hooks.ts'

/** Where else the contact of a conversation is known, the best way first. */
export function useOtherRoutes({ id, contactUserId }: ConversationSummary): OtherRoute[] {
  const theirs = useReplicaParts(({ conversations }) =>
    [...conversations.values()].filter((one) => one.contactUserId === contactUserId),
  )
  const carriers = useReplicaParts(({ accounts }) =>
    theirs.flatMap(({ accountId }) => accounts.get(accountId) ?? []),
  )
  return useMemo(() => {
    const accounts = new Map(carriers.map((account) => [account.id, account]))
    const routes = routesByContact(theirs, accounts).get(contactUserId) ?? []
    return routes.flatMap((conversation) => {
      const account = accounts.get(conversation.accountId)
      return account && conversation.id !== id ? [{ conversation, account }] : []
    })
  }, [theirs, carriers, id, contactUserId])
}
