import type { NameFallbacks } from '../model/broadcast.ts'

/** What a placeholder stands for. */
export type Placeholder = 'contact' | 'account'

/** How placeholders are written, in either language of the interface; both are always understood. */
export const PLACEHOLDERS: Record<'en' | 'zh-CN', Record<Placeholder, string>> = {
  en: { contact: '{contact}', account: '{account}' },
  'zh-CN': { contact: '{联系人}', account: '{账号}' },
}

const MEANING = new Map<string, Placeholder>(
  Object.values(PLACEHOLDERS).flatMap((words) => [
    [words.contact, 'contact'] as const,
    [words.account, 'account'] as const,
  ]),
)
const ANY = new RegExp([...MEANING.keys()].map((word) => word.replace(/[{}]/gu, '\\$&')).join('|'), 'gu')

/** The names the operator gave; null where none was given. */
export interface GivenNames {
  contact: string | null
  account: string | null
}

/** What stands for a placeholder in what one person gets; who owns the account is called as the lists call them. */
export function givenNames(
  { contactAlias, contactUserId }: { contactAlias: string | null; contactUserId: string },
  account: { alias: string | null; ownerUserId: string | null } | undefined,
): GivenNames {
  const isOwner = account?.ownerUserId === contactUserId
  return {
    contact: contactAlias ?? (isOwner ? account.alias : null),
    account: account?.alias ?? null,
  }
}

/** The placeholders that a text holds. */
export function placeholdersIn(text: string): ReadonlySet<Placeholder> {
  const found = [...text.matchAll(ANY)].flatMap(([word]) => MEANING.get(word) ?? [])
  return new Set(found)
}

/** What greets with a name ends with one of these; without the name it would begin the line. */
const AFTER_A_NAME = /^[ \t\u3000]*[,，、:：]?[ \t\u3000]*/u
const BLANKS_BEFORE = /[ \t\u3000]+$/u
/** What a text goes on with where a blank before it is left over. */
const NEEDS_NO_BLANK = /^(?:$|\s|\p{P})/u

/**
 * The text as one person gets it. What a name itself holds is never taken for a placeholder. A name that is left out
 * takes the blank with it that set it off, and at the beginning of a line the comma behind it.
 */
export function fillPlaceholders(text: string, names: GivenNames, fallbacks: NameFallbacks): string {
  let filled = ''
  let rest = text
  for (const match of text.matchAll(ANY)) {
    const [word] = match
    const meaning = MEANING.get(word)
    const name = meaning === undefined ? word : (names[meaning] ?? fallbacks[meaning])
    filled += rest.slice(0, rest.length - (text.length - match.index))
    rest = text.slice(match.index + word.length)
    if (name !== '') {
      filled += name
    } else if (filled === '' || filled.endsWith('\n')) {
      rest = rest.replace(AFTER_A_NAME, '')
    } else if (NEEDS_NO_BLANK.test(rest)) {
      filled = filled.replace(BLANKS_BEFORE, '')
    }
  }
  return filled + rest
}

/** The text with words in place of its placeholders, for where it is only named. */
export function namePlaceholders(text: string, words: Record<Placeholder, string>): string {
  return text.replaceAll(ANY, (word) => words[MEANING.get(word) ?? 'contact'])
}
