import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { Banner } from '../../ui/banner.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
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
      {broadcast.reason !== null ? (
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
      <Waiting waitsFor={broadcast.waitsFor} />
      {broadcast.breakers.length > 0 ? <Breakers breakers={broadcast.breakers} /> : null}
    </div>
  )
}

/** When it will be through; a moment that has passed says nothing. */
function EndsAt({ at }: { at: number | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  if (at === null || at <= now) return null
  return (
    <span className="text-soft">
      {' · '}
      {t('broadcasts.endsAt', { time: momentWords(at, now, formats) })}
    </span>
  )
}

/** Accounts that hold the run up, because they cannot send now. */
function Waiting({ waitsFor }: Pick<BroadcastSummary, 'waitsFor'>) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  // One that has gone holds nothing up.
  const here = waitsFor.flatMap((id) => accounts.get(id) ?? [])
  if (here.length === 0) return null
  return (
    <ul aria-label={t('broadcasts.waitsFor')} className="text-preview">
      {here.map((account) => (
        <Warning key={account.id}>
          {t('broadcasts.waitsForAccount', {
            account: accountName(account, t),
            state: t(`account.state.${account.state}`),
          })}
        </Warning>
      ))}
    </ul>
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
        return <Warning key={accountId}>{t(`broadcasts.breaker.${reason}`, { account: name })}</Warning>
      })}
    </ul>
  )
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-1.5">
      <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0 text-warn" />
      {children}
    </li>
  )
}
