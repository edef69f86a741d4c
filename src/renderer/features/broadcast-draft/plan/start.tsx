import { type ReactNode, useRef, useState } from 'react'
import type { InputOf } from '#shared/contract/index.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { ClientError } from '../../../api/client-error.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { StartAtDialog } from '../../../parts/schedule/start-at-dialog.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import type { DraftKeeper } from '../draft-autosave.ts'
import type { Draft } from '../use-draft.ts'
import { ClosedByThen } from './closed-by-then.tsx'
import { spanWords, totalWords } from './plan-words.ts'
import type { Planned } from './use-plan.ts'

/** The total in one sentence with the button that starts it, or why it cannot be started. */
export function Start(props: {
  planned: Planned
  draft: Draft
  autosave: DraftKeeper
  onStarted: (id: BroadcastId) => void
  /** Stands in one line with the button. */
  children: ReactNode
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const [isAsking, setAsking] = useState(false)
  const [isScheduling, setScheduling] = useState(false)
  // A second click may come before the first one was drawn.
  const isStarting = useRef(false)
  const action = useAction()
  const { draft, autosave } = props
  const { plan, isCurrent, error } = props.planned
  const obstacle = obstacleWords()
  const total = plan ? totalWords(plan, t) : ''
  const time = plan ? spanWords(plan.durationMs, t) : ''

  function obstacleWords(): string | null {
    if (error) return t('broadcastDraft.plan.failed')
    if (!isCurrent) return t('broadcastDraft.plan.updating')
    if (plan?.problem) return t(`broadcastDraft.plan.problem.${plan.problem}`)
    return draft.copying > 0 ? t('broadcastDraft.plan.stillCopying') : null
  }

  /** Keeps the draft as it is, and hands it over for the people of the plan. */
  async function handOver(confirm: (to: InputOf<'broadcasts.start'>) => Promise<unknown>): Promise<void> {
    const id = await autosave.keep()
    if (id === null) throw new ClientError('nothing-to-send')
    const recipients = plan?.included.map(({ conversationId }) => conversationId) ?? []
    await confirm({ id, recipients })
    await autosave.end()
    draft.files.release()
    props.onStarted(id)
  }

  async function start(): Promise<void> {
    if (isStarting.current || !plan) return
    isStarting.current = true
    setAsking(false)
    isStarting.current = await action.run(() => handOver((to) => client.request('broadcasts.start', to)))
  }

  return (
    <div className="flex min-w-60 flex-1 flex-col items-end gap-2">
      {action.error ? <ErrorLine code={action.error} /> : null}
      {plan ? (
        <p role="status" className="text-right">
          {obstacle ?? <span className="font-medium">{total}</span>}
        </p>
      ) : null}
      <div className="flex gap-2">
        {props.children}
        <Button disabled={!plan || obstacle !== null || action.busy} onClick={() => setScheduling(true)}>
          {t('broadcastDraft.plan.schedule')}
        </Button>
        <Button
          look="primary"
          disabled={!plan || obstacle !== null || action.busy}
          onClick={() => setAsking(true)}
        >
          {t(action.busy ? 'broadcastDraft.plan.starting' : 'broadcastDraft.plan.start')}
        </Button>
      </div>
      <Confirm
        open={isAsking}
        look="primary"
        title={t('broadcastDraft.plan.confirmTitle')}
        body={t('broadcastDraft.plan.confirmBody', { total, time })}
        confirm={t('broadcastDraft.plan.send')}
        onConfirm={() => void start()}
        onCancel={() => setAsking(false)}
      />
      {isScheduling && plan ? (
        <StartAtDialog
          due={null}
          note={(due) => <ClosedByThen plan={plan} due={due} />}
          onSchedule={(due) => handOver((to) => client.request('broadcasts.schedule', { ...to, due }))}
          onClose={() => setScheduling(false)}
        >
          {total}
        </StartAtDialog>
      ) : null}
    </div>
  )
}
