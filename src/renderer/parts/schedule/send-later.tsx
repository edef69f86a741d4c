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
  /** The text as of now; what it is when the time is asked for goes out. */
  read: () => string
  files?: readonly ScheduledFile[]
  /** What its button is called; by default `Send later`. */
  label?: string
  isOpen: boolean
  sendable: boolean
  onSchedule: (due: WallTime, text: string) => Promise<unknown>
  /** Where the keys go from the question; by default back to its button, which may be off by then. */
  returnTo?: () => HTMLElement | null
}) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<string | null>(null)
  const { conversation, contact, read, files = NO_FILES, isOpen, sendable } = props
  if (!isOpen && asked === null) return null
  return (
    <>
      <IconButton
        label={props.label ?? t('schedule.title')}
        className="size-9!"
        disabled={!sendable}
        onClick={() => setAsked(read())}
      >
        <Clock size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {asked === null ? null : (
        <SendLaterDialog
          evidence={conversation}
          {...{ contact, files }}
          text={asked}
          due={null}
          onSchedule={(due) => props.onSchedule(due, asked)}
          {...(props.returnTo === undefined ? {} : { returnTo: props.returnTo })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
