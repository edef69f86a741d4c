import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useReplica } from '../../store/hooks.ts'
import type { InboxFilter, InboxSort } from '../../store/ui.ts'
import { classNames } from '../../ui/class-names.ts'
import { ChoiceChip } from '../../ui/field.tsx'

const FILTERS: readonly InboxFilter[] = ['all', 'unread', 'closing', 'failed', 'unconfirmed']
const SORTS: readonly InboxSort[] = ['recent', 'closing']

/** Which conversations of an inbox are shown. */
export function FilterChips(props: {
  value: InboxFilter
  onChange: (value: InboxFilter) => void
  /** Stands in one line with other things. */
  compact?: boolean
}) {
  const { t } = useTranslation()
  const name = useId()
  // Rare, so it takes its room only where there is something.
  const hasUnconfirmed = useReplica(({ trouble }) => trouble.unconfirmed > 0)
  const filters = FILTERS.filter((one) => one !== 'unconfirmed' || hasUnconfirmed || one === props.value)
  const isFull = filters.length === FILTERS.length
  return (
    <div
      role="radiogroup"
      data-inbox-filter
      aria-label={t('inbox.filter.label')}
      className={classNames(
        'flex min-w-0 overflow-x-auto',
        props.compact ? 'p-1.5' : isFull ? 'px-2 pt-0.5 pb-2' : 'gap-0.5 px-3 pt-0.5 pb-2',
      )}
    >
      {filters.map((one) => (
        <ChoiceChip
          key={one}
          name={name}
          value={one}
          checked={props.value === one}
          onChange={() => props.onChange(one)}
          className={classNames('shrink-0 whitespace-nowrap', props.compact ? 'px-2!' : isFull && 'px-1.5!')}
        >
          {t(`inbox.filter.${one}`)}
        </ChoiceChip>
      ))}
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
