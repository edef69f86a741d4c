import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { InboxFilter, InboxSort } from '../../store/ui.ts'
import { useFilterCounts } from '../../store/use-counts.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ChoiceChip } from '../../ui/field.tsx'
import { ButtonMenu, MenuChoices } from '../../ui/menu.tsx'
import { Counted, inOne } from './counted.tsx'
import type { InboxView } from './order.ts'
import { TagChecks } from './tag-filter.tsx'

/** Those that are always there, and those behind the menu until one of them is chosen. */
const USUAL: readonly InboxFilter[] = ['open', 'unread', 'needs-reply']
const RARE: readonly InboxFilter[] = ['closing', 'failed', 'unconfirmed', 'snoozed', 'done', 'all']
const SORTS: readonly InboxSort[] = ['recent', 'closing']

/** Which conversations of an inbox are shown, and how many there are of each kind. */
export function FilterChips(props: {
  view: Pick<InboxView, 'accountId' | 'filter' | 'tags'>
  onChange: (change: Partial<Pick<InboxView, 'filter' | 'tags'>>) => void
  /** Stands in one line with other things. */
  compact?: boolean
}) {
  const { t } = useTranslation()
  const { view, onChange, compact } = props
  const value = view.filter
  const name = useId()
  const counts = useFilterCounts(view.accountId, view.tags)
  const shown = USUAL.includes(value) ? USUAL : [...USUAL, value]
  const words = (one: InboxFilter) => ({ name: t(`inbox.filter.${one}`), count: counts.get(one) ?? 0 })
  return (
    <div
      data-inbox-filter
      className={classNames('flex min-w-0 items-center gap-0.5', compact ? 'p-1.5' : 'px-2 pt-0.5 pb-2')}
    >
      <div
        role="radiogroup"
        aria-label={t('inbox.filter.label')}
        className="flex min-w-0 flex-wrap items-center"
      >
        {shown.map((one) => (
          <ChoiceChip
            key={one}
            name={name}
            value={one}
            aria-label={inOne(words(one))}
            checked={value === one}
            onChange={() => onChange({ filter: one })}
            className="shrink-0 px-2! whitespace-nowrap"
          >
            <Counted {...words(one)} />
          </ChoiceChip>
        ))}
      </div>
      <ButtonMenu
        button={
          <IconButton label={t('inbox.filter.more')} className="shrink-0">
            <ChevronDown size={14} aria-hidden />
          </IconButton>
        }
      >
        <MenuChoices
          value={value}
          onChoose={(filter) => onChange({ filter })}
          choices={RARE.map((one) => ({
            value: one,
            name: inOne(words(one)),
            words: <Counted {...words(one)} />,
          }))}
        />
        <TagChecks view={view} onChange={(tags) => onChange({ tags })} />
      </ButtonMenu>
    </div>
  )
}

/** In which order they stand. */
export function SortSelect(props: { value: InboxSort; onChange: (value: InboxSort) => void }) {
  const { t } = useTranslation()
  return (
    <span className="relative inline-flex shrink-0 items-center">
      <select
        aria-label={t('inbox.sort.label')}
        value={props.value}
        onChange={(event) => {
          const next = SORTS.find((one) => one === event.target.value)
          if (next) props.onChange(next)
        }}
        className="field-sizing-content min-h-8 appearance-none rounded-control bg-transparent pr-6 pl-2 text-preview text-soft hover:bg-sunken hover:text-ink"
      >
        {SORTS.map((one) => (
          <option key={one} value={one} className="bg-raised text-ink">
            {t(`inbox.sort.${one}`)}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden className="pointer-events-none absolute right-1.5 text-soft" />
    </span>
  )
}
