import { useMemo } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import type { LedgerLine } from './ledger-order.ts'

/** Recipients with their names of now; who is not here any more goes by what the ledger kept. */
export function useLedgerLines(recipients: readonly BroadcastRecipient[]): LedgerLine[] {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const conversations = useReplica((replica) => replica.conversations)
  const lineOf = useMemo(() => createLines(t), [t])
  return useMemo(
    () =>
      recipients.map((recipient) =>
        lineOf(
          recipient,
          accounts.get(recipient.accountId),
          conversations.get(recipient.conversationId)?.contactAlias ?? null,
        ),
      ),
    [recipients, accounts, conversations, lineOf],
  )
}

/** Keeps the line of a recipient as long as nothing in it changes: a ledger is long, a change is small. */
function createLines(t: Translate) {
  const kept = new WeakMap<
    BroadcastRecipient,
    { line: LedgerLine; account: AccountSummary | undefined; alias: ConversationSummary['contactAlias'] }
  >()
  return (
    recipient: BroadcastRecipient,
    account: AccountSummary | undefined,
    alias: ConversationSummary['contactAlias'],
  ): LedgerLine => {
    const former = kept.get(recipient)
    if (former?.account === account && former?.alias === alias) return former.line
    const { contactUserId } = recipient
    const line = {
      recipient,
      contact: contactName({ contactAlias: alias, contactUserId }, account, t),
      account: account ? accountName(account, t) : t('broadcasts.accountGone'),
    }
    kept.set(recipient, { line, account, alias })
    return line
  }
}
