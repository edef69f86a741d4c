import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { startChoices } from '#shared/model/scheduled.ts'
import { isWallTime, type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useNow } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TimeField } from './time-field.tsx'

/** What the dialog suggests: an hour from now. */
const AHEAD_MS = 60 * 60 * 1000

/** Asks when a broadcast is to start. */
export function StartAtDialog(props: {
  /** The time that it has already; null for a new one. */
  due: WallTime | null
  /** What it is about, above the time. */
  children: ReactNode
  /** What is to be known of a time, below it. */
  note?: (due: WallTime) => ReactNode
  onSchedule: (due: WallTime) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const now = useNow('minute')
  const form = useId()
  const action = useAction()
  const { onClose } = props
  const today = wallTimeAt(now)
  const [typed, setTyped] = useState<string>(() =>
    props.due !== null && props.due > today ? props.due : wallTimeAt(now + AHEAD_MS),
  )
  const due = isWallTime(typed) ? typed : null
  const isPast = due !== null && due <= today

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (due === null || isPast || action.busy) return
    if (await action.run(() => props.onSchedule(due))) onClose()
  }

  return (
    <Dialog
      open
      title={t('broadcasts.scheduled.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" form={form} look="primary" disabled={due === null || isPast || action.busy}>
            {t('schedule.schedule')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <div>{props.children}</div>
        <TimeField
          choices={startChoices(now)}
          value={typed}
          onChange={setTyped}
          min={today}
          max={null}
          problem={isPast ? t('error.time-past') : null}
          note={due === null ? null : props.note?.(due)}
        />
        <p className="text-preview text-soft">{t('broadcasts.scheduled.hint')}</p>
        {action.error ? <ErrorLine code={action.error} /> : null}
      </form>
    </Dialog>
  )
}
