import { ArrowLeft } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import type { BroadcastRecipient, BroadcastSummary } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useNow } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { AfterAMoment, ErrorLine } from '../../ui/feedback.tsx'
import type { ShowConversation } from './contact-cell.tsx'
import { RecipientTable } from './recipient-table.tsx'
import { RunActions } from './run-actions.tsx'
import { RunContent } from './run-content.tsx'
import { RunSummary } from './run-summary.tsx'
import { broadcastTitle, countsOf, momentWords } from './run-words.ts'
import { ScheduledPanel } from './scheduled-panel.tsx'
import { SkippedTable } from './skipped-table.tsx'
import { BroadcastStateWord } from './state-word.tsx'
import { useLedger } from './use-ledger.ts'

export interface RunPageProps {
  broadcast: BroadcastSummary
  onBack: () => void
  onOpenDraft: (id: BroadcastId) => void
  onShowConversation: ShowConversation
}

/** One run: how far it is, what can be done about it, and what became of everybody. */
export function RunPage(props: RunPageProps) {
  const { t } = useTranslation()
  const { broadcast } = props
  const isScheduled = broadcast.state === 'scheduled'
  const scroller = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const action = useAction()
  const { ledger, error, load } = useLedger(broadcast)
  const [planned, skipped] = useMemo(() => byPlan(ledger?.recipients.values() ?? []), [ledger?.recipients])
  const details = ledger?.details ?? null
  // Those whom the plan left out were never to be reached, so they are no part of the progress.
  const counts = useMemo(
    () => (details === null ? broadcast.counts : countsOf(planned)),
    [details, broadcast.counts, planned],
  )
  const focusHeading = () => heading.current?.focus()
  useEffect(() => heading.current?.focus(), [])
  return (
    <main ref={scroller} className="min-h-0 min-w-0 flex-1 px-beside-bar-6 overflow-auto pb-6">
      <header className="flex flex-col gap-3 pt-4 pb-4">
        <Button look="quiet" size="small" className="-ml-2 self-start" onClick={props.onBack}>
          <ArrowLeft size={14} aria-hidden />
          {t('broadcasts.back')}
        </Button>
        <div>
          <h1
            ref={heading}
            tabIndex={-1}
            className="mb-1 w-fit text-heading font-semibold [overflow-wrap:anywhere]"
          >
            <bdi>{broadcastTitle(broadcast, t)}</bdi>
          </h1>
          <Since broadcast={broadcast} />
        </div>
        {isScheduled ? (
          <ScheduledPanel
            broadcast={broadcast}
            action={action}
            onOpenDraft={props.onOpenDraft}
            onCancelled={focusHeading}
          />
        ) : (
          <RunActions
            broadcast={broadcast}
            counts={counts}
            action={action}
            onOpenDraft={props.onOpenDraft}
            onCancelled={focusHeading}
          />
        )}
        {action.error ? <ErrorLine code={action.error} /> : null}
        {isScheduled ? null : <RunSummary broadcast={broadcast} counts={counts} />}
        {details ? <RunContent details={details} isStarted={!isScheduled} /> : null}
      </header>
      {error ? (
        <div className="flex flex-wrap items-center gap-2">
          <p role="alert">{t('broadcasts.loadFailed')}</p>
          <Button onClick={load}>{t('action.tryAgain')}</Button>
        </div>
      ) : null}
      {details && !isScheduled ? (
        <>
          <RecipientTable
            recipients={planned}
            files={details.files}
            scroller={scroller}
            onShowConversation={props.onShowConversation}
          />
          {skipped.length > 0 ? (
            <SkippedTable recipients={skipped} onShowConversation={props.onShowConversation} />
          ) : null}
        </>
      ) : null}
      {details === null && error === null ? (
        <AfterAMoment>
          <p role="status" className="text-soft">
            {t('screen.loading')}
          </p>
        </AfterAMoment>
      ) : null}
    </main>
  )
}

/** The state, and when it began and ended. */
function Since({ broadcast }: { broadcast: BroadcastSummary }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { startedAt, endedAt } = broadcast
  return (
    <p className="text-preview">
      <span role="status">
        <BroadcastStateWord broadcast={broadcast} />
      </span>
      <span className="text-soft">
        {startedAt === null
          ? null
          : ` · ${t('broadcasts.started', { time: momentWords(startedAt, now, formats) })}`}
        {endedAt === null
          ? null
          : ` · ${t('broadcasts.ended', { time: momentWords(endedAt, now, formats) })}`}
      </span>
    </p>
  )
}

/** Those whom the plan included, and those whom it left out. */
function byPlan(recipients: Iterable<BroadcastRecipient>): [BroadcastRecipient[], BroadcastRecipient[]] {
  const planned: BroadcastRecipient[] = []
  const skipped: BroadcastRecipient[] = []
  for (const recipient of recipients) (recipient.isPlanned ? planned : skipped).push(recipient)
  return [planned, skipped]
}
