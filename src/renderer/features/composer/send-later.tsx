import { Clock } from 'lucide-react'
import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { SendLaterDialog } from '../../parts/schedule/send-later-dialog.tsx'
import { useServices } from '../../store/services.tsx'
import { IconButton } from '../../ui/button.tsx'

/** Beside Send: the text goes out at a time that is asked for. Nothing where it could not go out at all. */
export function SendLater(props: {
  conversation: ConversationSummary
  contact: string
  text: string
  isOpen: boolean
  sendable: boolean
}) {
  const { t } = useTranslation()
  const { client, drafts } = useServices()
  const [asking, setAsking] = useState(false)
  const { conversation, contact, text, isOpen, sendable } = props
  const { id } = conversation
  if (!isOpen && !asking) return null

  async function schedule(due: WallTime): Promise<void> {
    // main clears the draft with it; one stored late would bring it back
    drafts.place(id, text)
    await client.request('scheduled.add', { conversationId: id, requestId: crypto.randomUUID(), text, due })
    drafts.place(id, '')
  }

  return (
    <>
      <IconButton
        label={t('schedule.title')}
        className="size-9!"
        disabled={!sendable}
        onClick={() => setAsking(true)}
      >
        <Clock size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      {asking ? (
        <SendLaterDialog
          evidence={conversation}
          contact={contact}
          text={text}
          due={null}
          onSchedule={schedule}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
