import { useId, useState } from 'react'
import type { BroadcastState, BroadcastSummary } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { Action } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import type { Counts } from './run-words.ts'

/** Sending again what failed; what is unconfirmed only after a question. */
export function RetryButtons(props: { broadcast: BroadcastSummary; counts: Counts; action: Action }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { broadcast, counts, action } = props
  const { id, state } = broadcast
  const [isAsking, setIsAsking] = useState(false)
  const whyId = useId()
  const hasFailed = counts.refused + counts.skipped > 0
  const hasUnconfirmed = counts.unconfirmed > 0
  if (!hasFailed && !hasUnconfirmed) return null
  const obstacle = obstacleIn(state)
  const isIdle = obstacle !== null || action.busy
  const retry = (unconfirmedToo: boolean) =>
    void action.run(() => client.request('broadcasts.retry', { id, unconfirmedToo }))
  // They stay in the way of Tab: the focus stands on one when the run goes on.
  const button = {
    'aria-disabled': isIdle,
    'aria-describedby': obstacle === null ? undefined : whyId,
    className: 'aria-disabled:cursor-not-allowed aria-disabled:text-soft',
  } as const
  return (
    <>
      {hasFailed ? (
        <Button {...button} onClick={() => (isIdle ? undefined : retry(false))}>
          {t('broadcasts.retry')}
        </Button>
      ) : null}
      {hasUnconfirmed ? (
        <Button {...button} onClick={() => (isIdle ? undefined : setIsAsking(true))}>
          {t('broadcasts.retryUnconfirmed')}
        </Button>
      ) : null}
      {obstacle === null ? null : (
        <span id={whyId} className="order-last basis-full text-meta text-soft">
          {t(obstacle)}
        </span>
      )}
      <Confirm
        open={isAsking}
        title={t('broadcasts.retrying.title')}
        body={t('broadcasts.retrying.body', { count: counts.unconfirmed })}
        confirm={t('broadcasts.retrying.confirm')}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          retry(true)
        }}
      />
    </>
  )
}

/** Why nothing can be sent again now. */
function obstacleIn(state: BroadcastState): 'broadcasts.retryLater' | 'broadcasts.retryNever' | null {
  if (state === 'running') return 'broadcasts.retryLater'
  return state === 'cancelled' ? 'broadcasts.retryNever' : null
}
