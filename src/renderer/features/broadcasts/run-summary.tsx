import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { Banner } from '../../ui/banner.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { accountName } from '../../words/names.ts'
import { broadcastTitle, type Counts, momentWords, progressWords, shareOf } from './run-words.ts'

/** How far a run is, and what got in its way. */
export function RunSummary({ broadcast, counts }: { broadcast: BroadcastSummary; counts: Counts }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { total, done } = shareOf(counts)
  const { answered } = broadcast
  const words = t('broadcasts.progress.done', { done: formats.number(done), total: formats.number(total) })
  return (
    <div className="flex flex-col gap-1">
      {broadcast.state === 'stopped' && broadcast.reason !== null ? (
        <div className="mb-2 overflow-hidden rounded-card border">
          <Banner tone="danger" role="alert">
            {t(`broadcasts.reason.${broadcast.reason}`)}
          </Banner>
        </div>
      ) : null}
      <p>
        <span className="font-medium">{words}</span>
        <EndsAt at={broadcast.endsAt} />
      </p>
      <ProgressBar
        label={t('broadcasts.progress.label', { title: broadcastTitle(broadcast, t) })}
        share={total === 0 ? 1 : done / total}
        words={words}
      />
      <p className="text-preview text-soft">
        {progressWords(counts, true, t, formats)}
        {' · '}
        {t('broadcasts.progress.answered', { number: formats.number(answered) })}
      </p>
      {broadcast.breakers.length > 0 ? <Breakers breakers={broadcast.breakers} /> : null}
    </div>
  )
}

function EndsAt({ at }: { at: number | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  if (at === null) return null
  return (
    <span className="text-soft">
      {' · '}
      {t('broadcasts.endsAt', { time: momentWords(at, now, formats) })}
    </span>
  )
}

/** Accounts that the run has left alone from some moment on. */
function Breakers({ breakers }: { breakers: BroadcastSummary['breakers'] }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  return (
    <ul aria-label={t('broadcasts.breakers')} className="text-preview">
      {breakers.map(({ accountId, reason }) => {
        const account = accounts.get(accountId)
        const name = account ? accountName(account, t) : t('broadcasts.accountGone')
        return (
          <li key={accountId} className="flex items-start gap-1.5">
            <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0 text-warn" />
            {t(`broadcasts.breaker.${reason}`, { account: name })}
          </li>
        )
      })}
    </ul>
  )
}
