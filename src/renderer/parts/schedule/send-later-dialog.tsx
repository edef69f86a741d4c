import { type FormEvent, useId, useState } from 'react'
import { CLOSING_SOON_MS, type ReplyEvidence, windowAt } from '#shared/model/reply-window.ts'
import { type ScheduledFile, scheduleChoices, scheduleProblem } from '#shared/model/scheduled.ts'
import { isWallTime, type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useNow } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { reachable } from '../../ui/reachable.ts'
import { ScheduledFiles } from './scheduled-files.tsx'
import { TimeField } from './time-field.tsx'

/** What the dialog suggests: an hour from now, or earlier where the window is about to close. */
const AHEAD_MS = 60 * 60 * 1000

/** Asks when a text and files are to go out, inside the reply window. */
export function SendLaterDialog(props: {
  evidence: ReplyEvidence
  contact: string
  text: string
  files: readonly ScheduledFile[]
  /** The time that it has already; null for a new one. */
  due: WallTime | null
  onSchedule: (due: WallTime) => Promise<unknown>
  onClose: () => void
  returnTo?: () => HTMLElement | null
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const form = useId()
  const action = useAction()
  const { evidence, contact, text, files, onClose } = props
  const window = windowAt(evidence, now)
  const closesAt = window.kind === 'open' ? now + window.remainingMs : null
  const [typed, setTyped] = useState<string>(() => props.due ?? suggestion(closesAt, now))
  const due = isWallTime(typed) ? typed : null
  const problem = due === null ? null : scheduleProblem(evidence, due, now)
  const isUsable = due !== null && problem === null

  async function schedule(at: WallTime): Promise<void> {
    if (await action.run(() => props.onSchedule(at))) onClose()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (isUsable && !action.busy) void schedule(due)
  }

  return (
    <Dialog
      open
      title={t('schedule.title')}
      onClose={onClose}
      {...(props.returnTo === undefined ? {} : { returnTo: props.returnTo })}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" form={form} look="primary" disabled={!isUsable || action.busy}>
            {t('schedule.schedule')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <div className="flex flex-col gap-0.5">
          <p className="text-preview text-soft">{t('schedule.to', { name: contact })}</p>
          {text.trim() === '' ? null : (
            <p dir="auto" className="line-clamp-3 whitespace-pre-wrap wrap-anywhere">
              {text}
            </p>
          )}
          <div ref={reachable} className="focus-inset max-h-32 overflow-y-auto">
            <ScheduledFiles files={files} />
          </div>
        </div>
        <TimeField
          choices={scheduleChoices(evidence, now)}
          value={typed}
          onChange={setTyped}
          min={wallTimeAt(now)}
          max={closesAt === null ? null : wallTimeAt(closesAt)}
          problem={problem === null ? null : t(`error.${problem}`)}
          note={closesAt === null ? null : t('schedule.until', { time: formats.soonTime(closesAt, now) })}
        />
        <p className="text-preview text-soft">{t('schedule.hint')}</p>
        {action.error ? <ErrorLine code={action.error} /> : null}
      </form>
    </Dialog>
  )
}

/** An hour from now where that is well inside the window, else the middle of what is left. */
function suggestion(closesAt: number | null, now: number): WallTime {
  const left = closesAt === null ? CLOSING_SOON_MS : closesAt - now
  return wallTimeAt(now + Math.min(AHEAD_MS, left / 2))
}
