import { PACE_MIN_MS } from '#shared/limits.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../../store/hooks.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { paceSeconds, spanWords } from './plan-words.ts'

const PACES_MS = [PACE_MIN_MS, 3_000, 5_000, 10_000, 30_000, 60_000]
const CELL = 'border-b px-2 py-1.5'
const COLUMNS = ['people', 'messages', 'upload'] as const

/** How fast it goes out, and how long that takes. */
export function Pace(props: {
  paceMs: number
  /** Null while nobody would get it. */
  durationMs: number | null
  onChange: (paceMs: number) => void
}) {
  const { t } = useTranslation()
  const { paceMs, durationMs } = props
  const offered = PACES_MS.includes(paceMs) ? PACES_MS : [...PACES_MS, paceMs].sort((a, b) => a - b)
  return (
    <SelectField
      label={t('broadcastDraft.plan.pace')}
      value={paceMs}
      options={offered.map((ms) => ({
        value: ms,
        words: t('broadcastDraft.plan.paceOption', { seconds: paceSeconds(ms) }),
      }))}
      hint={
        durationMs === null
          ? ''
          : t('broadcastDraft.plan.duration', {
              time: spanWords(durationMs, t),
              seconds: paceSeconds(paceMs),
            })
      }
      onChange={(chosen) => props.onChange(Number(chosen))}
    />
  )
}

/** What else is worth knowing before it starts, one sentence each. */
export function Facts({ plan }: { plan: BroadcastPlan }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { reserve, bytes, bytesEach } = plan
  const closing = plan.included.filter(({ closesBefore }) => closesBefore).length
  const sentences = [
    closing > 0 && t('broadcastDraft.plan.closing', { count: closing }),
    reserve > 0 ? t('broadcastDraft.plan.reserve', { count: reserve }) : t('broadcastDraft.plan.noReserve'),
    bytes > 0 &&
      t('broadcastDraft.plan.upload', { each: formats.size(bytesEach), total: formats.size(bytes) }),
  ]
  return (
    <ul className="flex flex-col gap-1 text-preview">
      {sentences.map((sentence) => (sentence === false ? null : <li key={sentence}>{sentence}</li>))}
    </ul>
  )
}

/** What goes out through each account; folded until it is asked for. */
export function AccountCosts({ accounts }: Pick<BroadcastPlan, 'accounts'>) {
  const { t } = useTranslation()
  const formats = useFormats()
  const known = useReplica((replica) => replica.accounts)
  return (
    <details>
      <summary className="min-h-7 w-fit cursor-pointer rounded-control text-preview font-medium">
        {t('broadcastDraft.plan.costs')}
      </summary>
      <table
        aria-label={t('broadcastDraft.plan.costs')}
        className="mt-1 w-full border-separate border-spacing-0 text-preview"
      >
        <thead>
          <tr>
            <th scope="col" className="border-b px-2 py-1 text-left text-meta font-medium text-soft">
              {t('broadcastDraft.plan.column.account')}
            </th>
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className="border-b px-2 py-1 text-right text-meta font-medium text-soft"
              >
                {t(`broadcastDraft.plan.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ accountId, people, messages, bytes }) => {
            const account = known.get(accountId)
            return (
              <tr key={accountId}>
                <th scope="row" className={`${CELL} text-left font-normal`}>
                  {account ? accountName(account, t) : t('broadcastDraft.plan.gone')}
                </th>
                <td className={`${CELL} text-right`}>{formats.number(people)}</td>
                <td className={`${CELL} text-right`}>{formats.number(messages)}</td>
                <td className={`${CELL} text-right`}>{formats.size(bytes)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
