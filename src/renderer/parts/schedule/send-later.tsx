import { Clock } from 'lucide-react'
import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ScheduledFile } from '#shared/model/scheduled.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { IconButton } from '../../ui/button.tsx'
import { SendLaterDialog } from './send-later-dialog.tsx'

const NO_FILES: readonly ScheduledFile[] = []

/** Beside Send: text and files go out at a time that is asked for. Nothing where they could not go out at all. */
export function SendLater(props: {
  conversation: ConversationSummary
  contact: string
  text: string
  files?: readonly ScheduledFile[]
  /** What its button is called; by default `Send later`. */
  label?: string
  isOpen: boolean
  sendable: boolean
  onSchedule: (due: WallTime) => Promise<unknown>
  /** Where the keys go from the question; by default back to its button, which may be off by then. */
  returnTo?: () => HTMLElement | null
}) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { conversation, contact, text, files = NO_FILES, isOpen, sendable } = props
  if (!isOpen && !asking) return null
  return (
    <>
      <IconButton
        label={props.label ?? t('schedule.title')}
        className="size-9!"
        disabled={!sendable}
        onClick={() => setAsking(true)}
      >
        <Clock size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {asking ? (
        <SendLaterDialog
          evidence={conversation}
          {...{ contact, text, files }}
          due={null}
          onSchedule={props.onSchedule}
          {...(props.returnTo === undefined ? {} : { returnTo: props.returnTo })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
