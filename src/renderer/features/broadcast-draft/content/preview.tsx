import { ChevronLeft, ChevronRight, Paperclip } from 'lucide-react'
import { memo, useDeferredValue, useId, useMemo, useState } from 'react'
import { MAX_TEXT } from '#shared/limits.ts'
import type { NameFallbacks } from '#shared/model/broadcast.ts'
import { splitText } from '#shared/text/pieces.ts'
import { fillPlaceholders, givenNames } from '#shared/text/placeholders.ts'
import { repairText } from '#shared/text/repair.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { fileWord } from '../../../parts/media/staged/file-words.ts'
import { useReplica } from '../../../store/hooks.ts'
import type { StagedItem } from '../../../store/staged-files.ts'
import { IconButton } from '../../../ui/button.tsx'
import { reachable } from '../../../ui/reachable.ts'
import { Select } from '../../../ui/select-field.tsx'
import { type NamedPerson, named } from '../recipients/order.ts'
import type { Person } from '../use-people.ts'

/** The messages as one of the people chosen gets them. */
export function Preview(props: {
  text: string
  fallbacks: NameFallbacks
  items: readonly StagedItem[]
  people: readonly Person[]
}) {
  const { t } = useTranslation()
  const id = useId()
  const accounts = useReplica((replica) => replica.accounts)
  const [shown, setShown] = useState<string | null>(null)
  const { fallbacks, items } = props
  const people = useMemo(() => named(props.people, accounts, t), [props.people, accounts, t])
  const place = Math.max(
    0,
    people.findIndex(({ userId }) => userId === shown),
  )
  const person = people[place]
  // Typing must not wait for a long text to be cut.
  const text = useDeferredValue(props.text)
  const names = person
    ? givenNames(person.route, accounts.get(person.route.accountId))
    : { contact: null, account: null }
  const filled = fillPlaceholders(text, names, fallbacks)
  const pieces = filled.length > MAX_TEXT ? [] : splitText(repairText(filled))

  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2 rounded-card bg-panel p-3">
      <h3 id={id} className="text-preview font-medium">
        {t('broadcastDraft.preview.label')}
      </h3>
      {person ? (
        <div className="flex items-center gap-1">
          <IconButton
            label={t('broadcastDraft.preview.previous')}
            idle={place === 0}
            onClick={() => setShown(people[place - 1]?.userId ?? null)}
          >
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <Who people={people} value={person.userId} onChange={setShown} />
          <IconButton
            label={t('broadcastDraft.preview.next')}
            idle={place === people.length - 1}
            onClick={() => setShown(people[place + 1]?.userId ?? null)}
          >
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </div>
      ) : (
        <p className="text-meta text-soft">{t('broadcastDraft.preview.nobody')}</p>
      )}
      {pieces.length + items.length === 0 ? (
        <p className="text-preview text-soft">{t('broadcastDraft.preview.empty')}</p>
      ) : (
        <ol ref={reachable} className="focus-inset flex max-h-72 flex-col gap-1.5 overflow-y-auto">
          {pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces have no other identity than their order
            <li key={index} dir="auto" className="as-typed rounded-card bg-accent-tint px-3 py-1.5">
              {piece}
            </li>
          ))}
          {items.map(({ key, staged }) => (
            <li key={key} className="flex items-center gap-2 rounded-card bg-accent-tint px-3 py-1.5">
              <Paperclip size={14} aria-hidden className="shrink-0 text-soft" />
              <bdi className="truncate">{fileWord(staged.name, t)}</bdi>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** Drawn anew only when the people change: with every letter, a thousand entries would be felt. */
const Who = memo(function Who(props: {
  people: readonly NamedPerson[]
  value: string
  onChange: (userId: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Select
      aria-label={t('broadcastDraft.preview.who')}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      className="min-w-0 flex-1"
    >
      {props.people.map(({ userId, contact, account }) => (
        <option key={userId} value={userId} className="bg-raised text-ink">
          {t('broadcastDraft.who.row', { contact, account })}
        </option>
      ))}
    </Select>
  )
})
