import type { BroadcastState, BroadcastSummary, RecipientState } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { classNames } from '../../ui/class-names.ts'

const TONE: Record<RecipientState | BroadcastState, string> = {
  draft: 'text-soft',
  scheduled: 'text-accent',
  starting: 'text-accent',
  running: 'text-accent',
  paused: 'text-warn',
  stopped: 'text-danger',
  finished: 'text-ink',
  queued: 'text-soft',
  sending: 'text-accent',
  accepted: 'text-ink',
  unconfirmed: 'text-warn',
  refused: 'text-danger',
  skipped: 'text-warn',
  cancelled: 'text-soft',
}

/** What a broadcast is doing, in a word. */
export function BroadcastStateWord({ broadcast }: { broadcast: BroadcastSummary }) {
  const { t } = useTranslation()
  const { state, reason, waitsForTurn } = broadcast
  const tone = state === 'scheduled' && reason !== null ? 'text-warn' : TONE[state]
  return (
    <>
      <span className={classNames('font-medium whitespace-nowrap', tone)}>
        {t(`broadcasts.state.${state}`)}
      </span>
      {waitsForTurn ? <span className="text-soft">{` · ${t('broadcasts.waitsForTurn')}`}</span> : null}
    </>
  )
}

/** How a recipient stands, in a word. */
export function RecipientStateWord({ state }: { state: RecipientState }) {
  const { t } = useTranslation()
  return <span className={classNames('font-medium', TONE[state])}>{t(`broadcasts.recipient.${state}`)}</span>
}
