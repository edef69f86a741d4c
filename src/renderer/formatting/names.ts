import type { AccountSummary } from '#shared/model/account.ts'
import { type ConversationSummary, shortContactId } from '#shared/model/conversation.ts'
import { groupIdOf } from '#shared/model/group.ts'
import type { Translate } from '../i18n/index.ts'

/** What an account is called: its alias, or its running number until it has one. */
export function accountName(account: Pick<AccountSummary, 'alias' | 'number'>, t: Translate): string {
  return account.alias || t('account.numbered', { number: account.number })
}

/**
 * What a contact is called: its own alias; the account's name when the contact is the person the
 * account belongs to; else the end of its id.
 */
export function contactName(
  conversation: Pick<ConversationSummary, 'contactAlias' | 'contactUserId'>,
  account: Pick<AccountSummary, 'alias' | 'number' | 'ownerUserId'> | undefined,
  t: Translate,
): string {
  if (conversation.contactAlias) return conversation.contactAlias
  const groupId = groupIdOf(conversation.contactUserId)
  if (groupId !== null) return t('contact.group', { id: shortContactId(groupId) })
  if (account && account.ownerUserId === conversation.contactUserId) return accountName(account, t)
  return t('contact.unnamed', { id: shortContactId(conversation.contactUserId) })
}

/**
 * The characters that stand for a name in its avatar: the last two of a Chinese name, else the first letters of two
 * words. A number at the end tells more than a second letter: "Shop 12" is "12".
 */
export function initials(name: string): string {
  const trimmed = name.trim()
  const number = trimmed.match(/\P{Nd}(\p{Nd}{1,3})$/u)?.[1]
  if (number !== undefined) return number
  const chinese = trimmed.match(/\p{Script=Han}{2,}/u)?.[0] ?? trimmed.match(/^\p{Script=Han}/u)?.[0]
  if (chinese !== undefined) return [...chinese].slice(-2).join('')
  const [first = '', ...rest] = [...trimmed]
  const second = rest.join('').match(/\s(\S)/u)?.[1] ?? ''
  return (first + second).toLocaleUpperCase()
}

/** Label of an account's row in the account list: `<alias>, <State>[, <n> unread]`. */
export function accountLabel(
  account: Pick<AccountSummary, 'alias' | 'number' | 'state'>,
  unread: number,
  t: Translate,
): string {
  const words = [accountName(account, t), t(`account.state.${account.state}`)]
  if (unread > 0) words.push(t('account.unread', { count: unread }))
  return words.join(t('list.comma'))
}
