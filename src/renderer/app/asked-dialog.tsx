import type { ConversationId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { DeleteHistory } from '../features/contact/delete-history.tsx'
import { ExportHistory } from '../features/contact/export-history.tsx'
import { RenameContact } from '../features/conversation/rename-contact.tsx'
import { SnoozeDialog } from '../features/desk/snooze-dialog.tsx'
import { ScheduledDialog } from '../features/scheduled/scheduled-dialog.tsx'
import { contactName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { TagsDialog } from '../parts/contact/tags-dialog.tsx'
import { useTriage } from '../parts/triage/use-triage.ts'
import { useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox, type Ui } from '../store/ui.ts'

/** What is asked about one conversation or several, or about what is scheduled. */
export function AskedDialog({ asking, onClose }: { asking: NonNullable<Ui['asking']>; onClose: () => void }) {
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
