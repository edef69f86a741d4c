import { accountName } from '#shared/i18n/names.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import { shortContactId } from '#shared/model/conversation.ts'
import type { Sender } from '#shared/model/message.ts'
import { namePlaceholders } from '#shared/text/placeholders.ts'
import type { Translate } from '../i18n/index.ts'

export { accountName, contactName } from '#shared/i18n/names.ts'

/** Widest name that a box of a column still shows whole, in letters; a Han character is as wide as two. */
const SHORT = 22

/** A name cut to where a narrow box would cut it amid a letter. */
export function shortName(name: string): string {
  let width = 0
  let end = 0
  for (const character of name) {
    width += /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u.test(character) ? 2 : 1
    if (width > SHORT) return `${name.slice(0, end).trimEnd()}…`
    end += character.length
  }
  return name
}

/** What the writer of a message in a group is called: by alias, else the end of the id. */
export function senderName({ alias, userId }: Sender, t: Translate): string {
  return alias || t('contact.unnamed', { id: shortContactId(userId) })
}

/** What very many names end in, and so tells nobody apart. */
const TITLE = /(?:先生|女士|小姐|太太|老师|老板|经理|同学)$/u

/**
 * The characters that stand for a name in its avatar: the last two of a Chinese name, else the first letters of two
 * words. A number at the end tells more than a second letter: "Shop 12" is "12".
 */
export function initials(name: string): string {
  const trimmed = name.trim()
  const number = trimmed.match(/\P{Nd}(\p{Nd}{1,3})$/u)?.[1]
  if (number !== undefined) return number
  const chinese = trimmed.match(/\p{Script=Han}{2,}/u)?.[0] ?? trimmed.match(/^\p{Script=Han}/u)?.[0]
  if (chinese !== undefined) return [...(chinese.replace(TITLE, '') || chinese)].slice(-2).join('')
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
  return words.join(t('list.clause'))
}

/** A broadcast's title, which is its text's beginning, without the signs of placeholders. */
export function titleInWords(title: string, t: Translate): string {
  return namePlaceholders(title, {
    contact: t('broadcasts.named.contact'),
    account: t('broadcasts.named.account'),
  })
}
