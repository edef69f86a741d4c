import { useMemo } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useReplica } from './hooks.ts'

/** User ids of the contacts that have any of the tags; null without one, where the contact does not matter. */
export function useTagged(tags: readonly string[]): ReadonlySet<string> | null {
  const contacts = useReplica((replica) => (tags.length === 0 ? null : replica.contacts))
  return useMemo(() => {
    if (contacts === null) return null
    const wanted = new Set(tags)
    const tagged = [...contacts.values()].filter((contact) => contact.tags.some((tag) => wanted.has(tag)))
    return new Set(tagged.map(({ userId }) => userId))
  }, [contacts, tags])
}

/** Every tag that some contact has, as the language sorts them. */
export function useAllTags(): string[] {
  const { i18n } = useTranslation()
  const contacts = useReplica((replica) => replica.contacts)
  return useMemo(() => {
    const all = new Set([...contacts.values()].flatMap(({ tags }) => tags))
    return [...all].sort(new Intl.Collator(i18n.language).compare)
  }, [contacts, i18n.language])
}
