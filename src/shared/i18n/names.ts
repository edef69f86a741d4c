import type { AccountSummary } from '../model/account.ts'
import { isErasedContact } from '../model/contact.ts'
import { type ConversationSummary, shortContactId } from '../model/conversation.ts'
import { groupIdOf } from '../model/group.ts'

/** Says what nobody has named, in the language of the interface. */
type NameText = (
  key: 'account.numbered' | 'contact.erased' | 'contact.group' | 'contact.unnamed',
  values: Record<string, string | number>,
) => string

/** What an account is called: its alias, or its running number until it has one. */
export function accountName(account: Pick<AccountSummary, 'alias' | 'number'>, t: NameText): string {
  return account.alias || t('account.numbered', { number: account.number })
}

/**
 * What a contact is called: its own alias; the account's name when the contact is the person the
 * account belongs to; else the end of its id.
 */
export function contactName(
  conversation: Pick<ConversationSummary, 'contactAlias' | 'contactUserId'>,
  account: Pick<AccountSummary, 'alias' | 'number' | 'ownerUserId'> | undefined,
  t: NameText,
): string {
  if (conversation.contactAlias) return conversation.contactAlias
  if (isErasedContact(conversation.contactUserId)) return t('contact.erased', {})
  const groupId = groupIdOf(conversation.contactUserId)
  if (groupId !== null) return t('contact.group', { id: shortContactId(groupId) })
  if (account && account.ownerUserId === conversation.contactUserId) return accountName(account, t)
  return t('contact.unnamed', { id: shortContactId(conversation.contactUserId) })
}
