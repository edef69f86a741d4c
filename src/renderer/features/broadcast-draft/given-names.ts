import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { GivenNames } from '#shared/text/placeholders.ts'

/** What stands for a placeholder in what one person gets: only names that the operator gave. */
export function givenNames(
  { contactAlias }: Pick<ConversationSummary, 'contactAlias'>,
  account: Pick<AccountSummary, 'alias'> | undefined,
): GivenNames {
  return { contact: contactAlias, account: account?.alias ?? null }
}
