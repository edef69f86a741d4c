import { useState } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { Action } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Alert } from '../../ui/confirm.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { RepeatItems } from './repeat-items.tsx'
import { RetryButtons } from './retry-buttons.tsx'
import type { Counts } from './run-words.ts'

/** Everything that can be done about a run. */
export function RunActions(props: {
  broadcast: BroadcastSummary
  /** Of those who were planned. */
  counts: Counts
  action: Action
  onOpenDraft: (id: BroadcastId) => void
  /** It was cancelled, and the button for that has gone. */
  onCancelled: () => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { broadcast, action } = props
  const { id, state } = broadcast
  const [isAsking, setIsAsking] = useState(false)
  const [isSaved, setIsSaved] = useState(false)
  const goesOn = state === 'running'
  const canGoOn = goesOn || state === 'paused' || state === 'stopped'

  async function exportResults(): Promise<void> {
    setIsSaved(false)
    await action.run(async () => {
      const { saved } = await client.request('broadcasts.export', { id })
      setIsSaved(saved)
    })
  }

  async function cancel(): Promise<void> {
    setIsAsking(false)
    if (await action.run(() => client.request('broadcasts.cancel', { id }))) props.onCancelled()
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      {canGoOn ? (
        <>
          {/* One button with two names, so that the focus stays on it. */}
          <Button
            look="primary"
            aria-disabled={action.busy}
            onClick={() =>
              action.busy
                ? undefined
                : void action.run(() =>
                    client.request(goesOn ? 'broadcasts.pause' : 'broadcasts.resume', { id }),
                  )
            }
          >
            {t(goesOn ? 'broadcasts.pause' : 'broadcasts.resume')}
          </Button>
          <Button disabled={action.busy} onClick={() => setIsAsking(true)}>
            {t('broadcasts.cancel')}
          </Button>
        </>
      ) : null}
      <RetryButtons broadcast={broadcast} counts={props.counts} action={action} />
      <Button disabled={action.busy} onClick={() => void exportResults()}>
        {t('broadcasts.export')}
      </Button>
      <span role="status" className="text-preview text-soft empty:hidden">
        {isSaved ? t('broadcasts.exported') : null}
      </span>
      <ButtonMenu button={<Button>{t('broadcasts.repeat.button')}</Button>}>
        <RepeatItems broadcast={broadcast} action={action} onOpenDraft={props.onOpenDraft} />
      </ButtonMenu>
      <Alert
        open={isAsking}
        title={t('broadcasts.cancelling.title')}
        onEscape={() => setIsAsking(false)}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{t('broadcasts.cancelling.keep')}</Button>
            <Button look="danger" onClick={() => void cancel()}>
              {t('broadcasts.cancel')}
            </Button>
          </>
        }
      >
        {t('broadcasts.cancelling.body')}
      </Alert>
    </div>
  )
}
