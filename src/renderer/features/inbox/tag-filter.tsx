import { X } from 'lucide-react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useTagCounts } from '../../store/use-counts.ts'
import { useAllTags } from '../../store/use-tags.ts'
import { MenuCheck, MenuPart } from '../../ui/menu.tsx'
import { Counted, inOne } from './counted.tsx'
import type { InboxView } from './order.ts'

interface TagProps {
  view: Pick<InboxView, 'accountId' | 'filter' | 'tags'>
  onChange: (tags: readonly string[]) => void
}

/** Every tag as an entry of the menu of filters; several may be meant. */
export function TagChecks({ view, onChange }: TagProps) {
  const { t } = useTranslation()
  const { tags } = view
  const counts = useTagCounts(view.accountId, view.filter)
  const all = useAllTags()
  if (all.length === 0) return null
  return (
    <MenuPart label={t('inbox.tags.label')}>
      {all.map((tag) => {
        const words = { name: tag, count: counts.get(tag) ?? 0 }
        return (
          <MenuCheck
            key={tag}
            name={inOne(words)}
            checked={tags.includes(tag)}
            onChange={(isOn) => onChange(isOn ? [...tags, tag] : tags.filter((one) => one !== tag))}
          >
            <Counted {...words} />
          </MenuCheck>
        )
      })}
    </MenuPart>
  )
}

/** The tags that the list is narrowed down to; each can be taken off. */
export function TagChips(props: TagProps) {
  return props.view.tags.length === 0 ? null : <Chips {...props} />
}

function Chips({ view, onChange }: TagProps) {
  const { t } = useTranslation()
  const { tags } = view
  const counts = useTagCounts(view.accountId, view.filter)

  /** The keys go on with the chip that takes the place, or else with the filters. */
  function takeOff(tag: string, button: HTMLElement): void {
    const place = button.closest('li')
    const neighbour = place?.nextElementSibling ?? place?.previousElementSibling
    const next =
      neighbour?.querySelector('button') ??
      button.closest('[data-inbox]')?.querySelector<HTMLElement>('[data-inbox-filter] button')
    next?.focus()
    onChange(tags.filter((one) => one !== tag))
  }

  return (
    <ul
      data-inbox-filter
      aria-label={t('inbox.tags.chosen')}
      title={tags.length > 1 ? t('inbox.tags.any') : undefined}
      className="flex min-w-0 flex-wrap gap-1 px-3 pb-2"
    >
      {tags.map((tag) => {
        const words = { name: tag, count: counts.get(tag) ?? 0 }
        return (
          <li key={tag} className="max-w-full">
            <button
              type="button"
              aria-label={t('inbox.tags.takeOff', { tag: inOne(words) })}
              onClick={({ currentTarget }) => takeOff(tag, currentTarget)}
              className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-tint pr-2 pl-2.5 text-preview font-medium"
            >
              <Counted {...words} />
              <X size={12} aria-hidden className="shrink-0 text-soft" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
