import { ChevronDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConversationId } from '#shared/model/ids.ts'
import { useChosenAccount, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import type { InboxFilter, InboxSort } from '../../store/ui.ts'
import { ChoiceChip } from '../../ui/field.tsx'
import { accountName } from '../../words/names.ts'
import { ConversationList } from './conversation-list.tsx'

const FILTERS: readonly InboxFilter[] = ['all', 'unread', 'closing', 'failed']
const SORTS: readonly InboxSort[] = ['recent', 'closing']

/** The inbox of all accounts, or of the chosen one. */
export function Inbox({
  onOpen,
  onAddAccount,
}: {
  onOpen: (id: ConversationId) => void
  onAddAccount: () => void
}) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const filter = useUi((state) => state.filter)
  const sort = useUi((state) => state.sort)
  const account = useChosenAccount()
  return (
    <div className="flex h-full flex-col bg-page">
      <header className="flex h-(--head-height) items-center gap-2 pr-3 pl-4">
        <h1 className="min-w-0 truncate text-title font-semibold">
          {account ? accountName(account, t) : t('inbox.title')}
        </h1>
        {account ? null : <span className="text-preview text-soft">{t('inbox.merged')}</span>}
        <span className="relative ml-auto inline-flex items-center">
          <select
            aria-label={t('inbox.sort.label')}
            value={sort}
            onChange={(event) => {
              const next = SORTS.find((one) => one === event.target.value)
              if (next) ui.setState({ sort: next })
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
      </header>
      <div
        role="radiogroup"
        aria-label={t('inbox.filter.label')}
        className="flex gap-0.5 overflow-x-auto border-b px-3 pt-0.5 pb-2"
      >
        {FILTERS.map((one) => (
          <ChoiceChip
            key={one}
            name="inbox-filter"
            value={one}
            checked={filter === one}
            onChange={() => ui.setState({ filter: one })}
          >
            {t(`inbox.filter.${one}`)}
          </ChoiceChip>
        ))}
      </div>
      <ConversationList onOpen={onOpen} onAddAccount={onAddAccount} />
    </div>
  )
}
