import { useEffect } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { DeleteHistory } from '../features/contact/delete-history.tsx'
import { ExportHistory } from '../features/contact/export-history.tsx'
import { RenameContact } from '../features/conversation/rename-contact.tsx'
import { DeskToast } from '../features/desk/desk-toast.tsx'
import { SnoozeDialog } from '../features/desk/snooze-dialog.tsx'
import { ScheduledDialog } from '../features/scheduled/scheduled-dialog.tsx'
import { contactName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { TagsDialog } from '../parts/contact/tags-dialog.tsx'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useTriage } from '../parts/triage/use-triage.ts'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox, type Ui } from '../store/ui.ts'
import { isModalOpen } from '../ui/modal.ts'
import { isWritable } from '../ui/writable.ts'

/** What is asked about conversations wherever they are shown, what was done to them, and the key that takes it back. */
export function DeskDialogs() {
  const { ui, desk } = useServices()
  const asking = useUi((state) => state.asking)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'undo') || event.defaultPrevented || isWritable(event.target) || isModalOpen())
        return
      event.preventDefault()
      void desk.undo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [desk])

  const close = () => ui.setState({ asking: null })
  return (
    <>
      {asking === null ? null : <Asked asking={asking} onClose={close} />}
      <DeskToast />
    </>
  )
}

function Asked({ asking, onClose }: { asking: NonNullable<Ui['asking']>; onClose: () => void }) {
  const { ui } = useServices()
  const triage = useTriage()
  switch (asking.kind) {
    case 'snooze':
      return (
        <SnoozeDialog
          ids={asking.ids}
          onClose={onClose}
          onChoose={(until) => {
            onClose()
            triage.mark(asking.ids, { kind: 'snooze', until })
          }}
        />
      )
    case 'scheduled':
      return (
        <ScheduledDialog
          onClose={onClose}
          onOpen={(conversation) => {
            onClose()
            showInInbox(ui, conversation)
          }}
        />
      )
    case 'rename':
    case 'tags':
    case 'export-history':
    case 'delete-history':
      return <OfOne kind={asking.kind} id={asking.id} onClose={onClose} />
    default:
      return unreachable(asking)
  }
}

const OF_ONE = {
  rename: RenameContact,
  tags: TagsDialog,
  'export-history': ExportHistory,
  'delete-history': DeleteHistory,
} as const

function OfOne(props: { kind: keyof typeof OF_ONE; id: ConversationId; onClose: () => void }) {
  const { t } = useTranslation()
  const { kind, id, onClose } = props
  const conversation = useReplica((replica) => replica.conversations.get(id))
  const account = useReplica(({ accounts }) => conversation && accounts.get(conversation.accountId))
  if (!conversation) return null
  const Asking = OF_ONE[kind]
  return (
    <Asking
      open
      conversation={conversation}
      contact={contactName(conversation, account, t)}
      onClose={onClose}
    />
  )
}
