import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { TABLE_HEAD } from '../../ui/sort-head.tsx'
import { broadcastTitle, momentWords, shareOf } from './run-words.ts'

const NUMBERS = ['people', 'accepted', 'refused', 'unconfirmed', 'skipped', 'answered', 'rate'] as const
const CELL = 'border-b px-3 py-2 text-preview leading-6'

/** Runs beside each other: how many of each got it, and how many of those answered within 24 hours. */
export function ComparisonTable({ runs }: { runs: readonly BroadcastSummary[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  return (
    <table aria-label={t('broadcasts.comparison.table')} className="w-full border-separate border-spacing-0">
      <thead>
        <tr>
          {(['broadcast', 'when'] as const).map((column) => (
            <th key={column} scope="col" className={classNames(TABLE_HEAD, 'h-8 px-3 text-left')}>
              {t(`broadcasts.column.${column}`)}
            </th>
          ))}
          {NUMBERS.map((column) => (
            <th key={column} scope="col" className={classNames(TABLE_HEAD, 'h-8 px-3 text-right')}>
              {t(`broadcasts.comparison.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row" className={`${CELL} max-w-80 text-left font-medium`}>
              <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{broadcastTitle(run, t)}</bdi>
            </th>
            <td className={`${CELL} whitespace-nowrap`}>
              {momentWords(run.startedAt ?? run.createdAt, now, formats)}
            </td>
            {NUMBERS.map((column) => (
              <td key={column} className={`${CELL} text-right tabular-nums`}>
                {column === 'rate' ? formats.percent(rateOf(run)) : formats.number(figureOf(run, column))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function figureOf(run: BroadcastSummary, column: Exclude<(typeof NUMBERS)[number], 'rate'>): number {
  if (column === 'people') return shareOf(run.counts).total
  return column === 'answered' ? run.answered : run.counts[column]
}

/** Answers of those who may have it, from 0 to 1. */
function rateOf({ counts, answered }: BroadcastSummary): number {
  const reached = counts.accepted + counts.unconfirmed
  return reached === 0 ? 0 : Math.min(1, answered / reached)
}
