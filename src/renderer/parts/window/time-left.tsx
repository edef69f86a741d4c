import { fewLeft, type ShownWindow, shortWindowWords } from '../../formatting/window-words.ts'
import type { Translate } from '../../i18n/index.ts'
import type { ReplyMeters } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { urgencyText } from '../../ui/window-ring.tsx'

const LEFT = 'shrink-0 text-meta'
const ALARM = 'shrink-0 rounded-full px-1.5 py-0.5 text-meta font-semibold'
const RUNNING_OUT = { soon: 'bg-warn-wash text-warn', now: 'bg-danger-wash text-danger' } as const

function windowLook(window: ShownWindow): string {
  if (window.kind !== 'open' || window.urgency === 'calm') return classNames(LEFT, urgencyText(window))
  return classNames(ALARM, RUNNING_OUT[window.urgency])
}

/** How long one can still answer, and how often where that is little: the colour is on the number that runs out. */
export function TimeLeft({ shown, t }: { shown: ReplyMeters['shown']; t: Translate }) {
  const few = fewLeft(shown.window, shown.left)
  return (
    <>
      {few === null ? null : (
        <span className={classNames(ALARM, RUNNING_OUT[few === 0 ? 'now' : 'soon'])}>
          {t('window.left', { count: few })}
        </span>
      )}
      <span className={windowLook(shown.window)}>{shortWindowWords(shown.window, t)}</span>
    </>
  )
}
