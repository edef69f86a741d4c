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

/** The text as one person gets it. What a name itself holds is never taken for a placeholder. */
export function fillPlaceholders(text: string, names: GivenNames, fallbacks: NameFallbacks): string {
  return text.replaceAll(ANY, (word) => {
    const meaning = MEANING.get(word)
    return meaning === undefined ? word : (names[meaning] ?? fallbacks[meaning])
  })
}
