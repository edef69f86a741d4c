import { Clock } from 'lucide-react'
import { memo } from 'react'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { focusBox } from '../../parts/composing/use-take-back.ts'
import { ScheduledActions } from '../../parts/schedule/scheduled-actions.tsx'
import { ScheduledFiles } from '../../parts/schedule/scheduled-files.tsx'
import { useFormats, useNow } from '../../store/hooks.ts'

/** A scheduled message at the end of the log, where it will stand once its time has come. */
export const ScheduledRow = memo(function ScheduledRow(props: {
  message: ScheduledMessage
  contact: string
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { message, contact } = props
  const at = instantOf(message.due)
  const kind = message.text === '' ? (message.files[0]?.kind ?? 'text') : 'text'
  const words = [t('message.you'), kindWord(kind, t), formats.time(at), t('schedule.state')]
  return (
    <div className="px-6 pt-3">
      <article
        aria-label={words.join(t('list.clause'))}
        data-scheduled={message.id}
        className="flex flex-col items-end"
      >
        <div className="max-w-[min(70%,var(--measure))] min-w-0 rounded-card border border-dashed border-line-strong px-3 py-2">
          {message.text === '' ? null : (
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {message.text}
            </p>
          )}
          <ScheduledFiles files={message.files} />
        </div>
        <div className="mt-1 max-w-(--measure) text-right text-meta text-soft">
          <span className="font-medium whitespace-nowrap text-accent">
            <Clock size={12} aria-hidden className="mr-1 inline-block align-[-1px]" />
            {t('schedule.state')}
          </span>
          {` · ${formats.soonTime(at, now)} `}
          <ScheduledActions message={message} contact={contact} onEdit={focusBox} />
        </div>
      </article>
    </div>
  )
})
