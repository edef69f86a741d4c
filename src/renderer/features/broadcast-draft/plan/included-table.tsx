import { TriangleAlert } from 'lucide-react'
import type { PlannedRecipient } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { LONG_TABLE_HEAD, LongTable } from '../../../ui/long-table.tsx'
import { turnWords } from './plan-words.ts'
import { useRouteNames } from './use-names.ts'

const COLUMNS = ['contact', 'account', 'messages', 'turn'] as const
const CELL = 'border-b px-2 py-1.5 align-top'
const ROW_HEIGHT = 33

/** Who gets it, in sending order. */
export function IncludedTable({ included }: { included: readonly PlannedRecipient[] }) {
  const { t } = useTranslation()
  const nameOf = useRouteNames()
  return (
    <LongTable
      label={t('broadcastDraft.plan.included')}
      columns={COLUMNS.length}
      count={included.length}
      rowHeight={ROW_HEIGHT}
      keyOf={(index) => included[index]?.conversationId ?? index}
      className="max-h-[max(14rem,38vh)]"
      head={COLUMNS.map((column) => (
        <th
          key={column}
          scope="col"
          className={classNames(LONG_TABLE_HEAD, column === 'messages' && 'text-right!')}
        >
          {t(`broadcastDraft.plan.column.${column}`)}
        </th>
      ))}
      row={(index, rowProps) => {
        const one = included[index]
        if (!one) return null
        const { contact, account } = nameOf(one.conversationId)
        return (
          <tr key={one.conversationId} {...rowProps}>
            <th scope="row" className={`${CELL} max-w-32 text-left font-medium`}>
              <bdi title={contact} className="block truncate">
                {contact}
              </bdi>
            </th>
            <td title={account} className={`${CELL} max-w-28 truncate`}>
              {account}
            </td>
            <td className={`${CELL} text-right`}>{one.messages}</td>
            <td className={`${CELL} whitespace-nowrap`}>
              {turnWords(one.turnMs, t)}
              {one.closesBefore ? (
                <span className="flex items-center gap-1 text-meta font-medium text-warn">
                  <TriangleAlert size={12} aria-hidden className="shrink-0" />
                  {t('broadcastDraft.plan.closesBefore')}
                </span>
              ) : null}
            </td>
          </tr>
        )
      }}
    />
  )
}
