import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import { useReplica } from '../../store/hooks.ts'
import { accountName, contactName } from '../../words/names.ts'
import type { LedgerLine } from './ledger-order.ts'

/** Recipients with their names of now; who is not here any more goes by what the ledger kept. */
export function useLedgerLines(recipients: readonly BroadcastRecipient[]): LedgerLine[] {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const conversations = useReplica((replica) => replica.conversations)
  return useMemo(
    () =>
      recipients.map((recipient) => {
        const { accountId, conversationId, contactUserId } = recipient
        const account = accounts.get(accountId)
        const conversation = conversations.get(conversationId) ?? { contactAlias: null, contactUserId }
        return {
          recipient,
          contact: contactName(conversation, account, t),
          account: account ? accountName(account, t) : t('broadcasts.accountGone'),
        }
      }),
    [recipients, accounts, conversations, t],
  )
}
