import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { BroadcastDraft } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { ContentStep } from './content/content-step.tsx'
import { KeepingLine } from './keeping-line.tsx'
import { LeavingConfirm } from './leaving-question.tsx'
import { PlanStep } from './plan/plan-step.tsx'
import { Start } from './plan/start.tsx'
import { usePlan } from './plan/use-plan.ts'
import { RecipientsStep } from './recipients/recipients-step.tsx'
import { STEPS, StepList } from './steps.tsx'
import { useDraft } from './use-draft.ts'
import { useDraftAutosave } from './use-draft-autosave.ts'
import { useLeaving } from './use-leaving.ts'
import { usePeople } from './use-people.ts'

/** A draft on its way through the three steps. */
export function DraftDialog(props: {
  id: BroadcastId | null
  start: BroadcastDraft
  onClose: () => void
  onStarted: (id: BroadcastId) => void
}) {
  const { t } = useTranslation()
  const draft = useDraft(props.start)
  const autosave = useDraftAutosave(props.id, draft)
  const people = usePeople(draft.choice)
  const leaving = useLeaving(draft, autosave, props.id === null, props.onClose)
  const isKept = useStore(autosave.state, ({ id }) => id !== null)
  const [place, setPlace] = useState(0)
  const step = STEPS[place] ?? 'content'
  const planned = usePlan(step === 'plan' ? draft.input : null)
  const message = useRef<HTMLTextAreaElement>(null)
  const region = useStepFocus(place)

  function go(to: number): void {
    setPlace(to)
    // A failure stands in the footer, and the next attempt is made before the start.
    void autosave.keep().catch(() => undefined)
  }

  const back = place > 0 ? <Button onClick={() => go(place - 1)}>{t('broadcastDraft.back')}</Button> : null

  return (
    <Dialog
      open
      title={t('broadcastDraft.title')}
      onClose={leaving.close}
      width="widest"
      initialFocus={message}
      keepsText
      footer={
        <div className="flex min-w-0 flex-1 flex-wrap items-end justify-end gap-2">
          <div className="mr-auto flex min-h-8 min-w-0 flex-wrap items-center gap-x-3">
            {isKept ? (
              <Button look="quiet" size="small" className="-ml-2" onClick={leaving.remove}>
                {t('broadcastDraft.remove.action')}
              </Button>
            ) : null}
            {leaving.error ? <ErrorLine code={leaving.error} /> : <KeepingLine autosave={autosave} />}
          </div>
          {step === 'plan' ? (
            <Start planned={planned} draft={draft} autosave={autosave} onStarted={props.onStarted}>
              {back}
            </Start>
          ) : (
            <>
              {back}
              <Button look="primary" onClick={() => go(place + 1)}>
                {t('broadcastDraft.next')}
              </Button>
            </>
          )}
        </div>
      }
    >
      <StepList step={step} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not be let shrink */}
      <div
        ref={region}
        role="group"
        aria-label={t(`broadcastDraft.step.${step}`)}
        tabIndex={-1}
        className="rounded-control"
      >
        {step === 'content' ? <ContentStep message={message} draft={draft} people={people} /> : null}
        {step === 'recipients' ? <RecipientsStep draft={draft} people={people} /> : null}
        {step === 'plan' ? <PlanStep draft={draft} people={people} planned={planned} /> : null}
      </div>
      <LeavingConfirm leaving={leaving} />
    </Dialog>
  )
}

/** Moves the focus to the first field of a step that was gone to; to the step itself where that would hide its top. */
function useStepFocus(place: number) {
  const region = useRef<HTMLDivElement>(null)
  const shown = useRef(place)
  useEffect(() => {
    if (shown.current === place) return
    shown.current = place
    const field =
      STEPS[place] === 'plan' ? null : region.current?.querySelector<HTMLElement>('textarea, select')
    const target = field ?? region.current
    target?.focus()
  }, [place])
  return region
}
