import { MessageSquareText } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { QUOTA } from '#shared/model/reply-window.ts'
import { quotaWords, shortWindowWords, windowWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useReplyMeters } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { Meter } from '../../ui/meter.tsx'
import { urgencyText, WindowRing } from '../../ui/window-ring.tsx'

const DAY_MINUTES = 24 * 60

/** How long and how often one can still answer, in words beside their pictures. */
export function Meters({
  conversation,
  account,
  inLine = false,
}: {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  /** They have a line of their own; else they stand above each other where the head is narrow. */
  inLine?: boolean
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { now, shown } = useReplyMeters(conversation, account?.state)
  const { window: state, left, minutes } = shown
  const words = windowWords(state, now, t, formats)
  const quota = quotaWords(state, left, t)
  const isOpen = state.kind === 'open'
  return (
    <div
      className={classNames(
        'flex items-center',
        inLine
          ? 'min-w-0 gap-3 text-meta'
          : 'shrink-0 gap-4 text-preview @max-[440px]:max-w-24 @max-[560px]:flex-col @max-[560px]:items-end @max-[560px]:gap-0 @max-[560px]:text-meta',
      )}
    >
      <Measure
        label={t('conversation.replyWindow')}
        value={minutes}
        max={DAY_MINUTES}
        words={words}
        className={urgencyText(state)}
      >
        <WindowRing state={state} />
        {/* what is closed says since when, and what helps, at the message box alone */}
        <span className="truncate">{isOpen ? words : shortWindowWords(state, t)}</span>
      </Measure>
      <Measure
        label={t('conversation.messagesLeft')}
        value={left}
        max={QUOTA}
        words={quota}
        className={classNames(
          !isOpen && 'sr-only',
          left === 0 ? urgencyText(state) : left <= 2 ? 'text-warn' : 'text-soft',
        )}
      >
        <MessageSquareText size={14} aria-hidden />
        <span className="truncate">{left === 0 ? t('window.left', { count: 0 }) : quota}</span>
      </Measure>
    </div>
  )
}

function Measure(props: {
  label: string
  value: number
  max: number
  words: string
  className: string
  children: ReactNode
}) {
  return (
    <Meter
      {...props}
      className={classNames('flex max-w-full items-center gap-1.5 font-medium', props.className)}
    />
  )
}
