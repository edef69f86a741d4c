import { useState } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { StartAtDialog } from '../../parts/schedule/start-at-dialog.tsx'
import { type Action, useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { askWords, broadcastTitle, dueWords } from './run-words.ts'

/** A broadcast that has yet to start: when it does, or why it did not, and what can be done about it. */
export function ScheduledPanel(props: {
  broadcast: BroadcastSummary
  action: Action
  onOpenDraft: (id: BroadcastSummary['id']) => void
  /** It is none any more, and the buttons have gone. */
  onCancelled: () => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const now = useNow('minute')
  const [question, setQuestion] = useState<'start' | 'move' | 'cancel' | null>(null)
  const { broadcast, action } = props
  const { id, scheduled, reason } = broadcast
  const people = t('broadcasts.scheduled.people', { count: scheduled?.people ?? 0 })
  const close = () => setQuestion(null)

  async function toDraft(): Promise<void> {
    if (await action.run(() => client.request('broadcasts.toDraft', { id }))) props.onOpenDraft(id)
  }

  async function cancel(): Promise<void> {
    close()
    if (await action.run(() => client.request('broadcasts.cancel', { id }))) props.onCancelled()
  }

  return (
    <>
      {reason === null ? null : (
        <div className="overflow-hidden rounded-card border">
          <Banner tone="warn" role="alert">
            {askWords(broadcast, now, t, formats)}
          </Banner>
        </div>
      )}
      <p>
        {scheduled === null || reason !== null ? (
          people
        ) : (
          <span className="font-medium">
            {t('broadcasts.scheduled.forPeople', { time: dueWords(scheduled.due, now, formats), people })}
          </span>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          look={reason === null ? 'plain' : 'primary'}
          disabled={action.busy}
          onClick={() => setQuestion('start')}
        >
          {t('broadcasts.scheduled.startNow')}
        </Button>
        <Button disabled={action.busy} onClick={() => setQuestion('move')}>
          {t('broadcasts.scheduled.move')}
        </Button>
        <Button disabled={action.busy} onClick={() => void toDraft()}>
          {t('broadcasts.scheduled.toDraft')}
        </Button>
        <Button disabled={action.busy} onClick={() => setQuestion('cancel')}>
          {t('broadcasts.cancel')}
        </Button>
      </div>
      {reason === null ? <p className="text-preview text-soft">{t('broadcasts.scheduled.hint')}</p> : null}
      <Confirm
        open={question === 'start'}
        look="primary"
        title={t('broadcasts.scheduled.startTitle')}
        body={t('broadcasts.scheduled.startBody', { people })}
        confirm={t('broadcasts.scheduled.startNow')}
        onConfirm={() => {
          close()
          void action.run(() => client.request('broadcasts.startNow', { id }))
        }}
        onCancel={close}
      />
      <Confirm
        open={question === 'cancel'}
        title={t('broadcasts.cancelling.title')}
        body={t('broadcasts.scheduled.cancelBody')}
        confirm={t('broadcasts.cancel')}
        onConfirm={() => void cancel()}
        onCancel={close}
      />
      {question === 'move' ? (
        <StartAtDialog
          due={scheduled?.due ?? null}
          onSchedule={(due) => client.request('broadcasts.move', { id, due })}
          onClose={close}
        >
          <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{broadcastTitle(broadcast, t)}</bdi>
        </StartAtDialog>
      ) : null}
    </>
  )
}
