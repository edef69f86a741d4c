import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { TABLE_HEAD } from '../../ui/sort-head.tsx'
import { BroadcastRow } from './broadcast-row.tsx'
import { ComparisonTable } from './comparison-table.tsx'

const COLUMNS = ['broadcast', 'state', 'when', 'progress'] as const

export interface BroadcastListProps {
  onNew: () => void
  onOpenDraft: (id: BroadcastId) => void
  onOpenRun: (id: BroadcastId) => void
}

/** Every draft and run, the newest first. */
export function BroadcastList(props: BroadcastListProps) {
  const { t } = useTranslation()
  const broadcasts = useReplica((replica) => replica.broadcasts)
  const all = useMemo(() => newestFirst(broadcasts.values()), [broadcasts])
  const [withArchived, setWithArchived] = useState(false)
  const [isComparing, setIsComparing] = useState(false)
  const archived = all.filter(({ isArchived }) => isArchived).length
  const ordered = withArchived ? all : all.filter(({ isArchived }) => !isArchived)
  const runs = ordered.filter(({ startedAt }) => startedAt !== null)
  const action = useAction()
  const button = (
    <Button look="primary" data-new-broadcast onClick={props.onNew}>
      <Plus size={14} aria-hidden />
      {t('broadcasts.new')}
    </Button>
  )
  const isEmpty = all.length === 0
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden">
      <header className="flex flex-wrap items-center gap-2 px-6 pt-6 pb-4">
        <h1 className="mr-auto text-heading font-semibold">{t('broadcasts.title')}</h1>
        {archived > 0 ? (
          <Button onClick={() => setWithArchived(!withArchived)}>
            {withArchived ? t('broadcasts.hideArchived') : t('broadcasts.showArchived', { count: archived })}
          </Button>
        ) : null}
        {runs.length > 1 || isComparing ? (
          <Button onClick={() => setIsComparing(!isComparing)}>
            {t(isComparing ? 'broadcasts.showList' : 'broadcasts.compare')}
          </Button>
        ) : null}
        {isEmpty ? null : button}
      </header>
      {action.error ? <ErrorLine code={action.error} className="px-6 pb-3" /> : null}
      {isEmpty ? (
        <EmptyState action={button}>{t('broadcasts.empty')}</EmptyState>
      ) : (
        <div className="min-h-0 flex-1 px-beside-bar-6 overflow-auto pb-6">
          {isComparing ? <ComparisonTable runs={runs} /> : null}
          <table
            hidden={isComparing}
            aria-label={t('broadcasts.table')}
            className="w-full border-separate border-spacing-0"
          >
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={classNames(TABLE_HEAD, 'h-8 px-3 text-left whitespace-nowrap')}
                  >
                    {t(`broadcasts.column.${column}`)}
                  </th>
                ))}
                <th scope="col" className={classNames(TABLE_HEAD, 'w-14')}>
                  <span className="sr-only">{t('broadcasts.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((broadcast) => (
                <BroadcastRow
                  key={broadcast.id}
                  broadcast={broadcast}
                  action={action}
                  onOpenDraft={props.onOpenDraft}
                  onOpenRun={props.onOpenRun}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  )
}

/** By the time that the list shows: of the start, for a draft of its creation. */
function newestFirst(broadcasts: Iterable<BroadcastSummary>): BroadcastSummary[] {
  const at = ({ startedAt, createdAt }: BroadcastSummary) => startedAt ?? createdAt
  return [...broadcasts].sort((one, other) => at(other) - at(one) || other.id - one.id)
}
