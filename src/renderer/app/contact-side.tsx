import { UserRound } from 'lucide-react'
import { memo, useCallback, useEffect } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { ContactPanel } from '../features/contact/contact-panel.tsx'
import { contactName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useAccount, useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { useChosen } from '../store/use-chosen.ts'
import { IconButton } from '../ui/button.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { useOtherRoutes } from './use-other-routes.ts'

/** Whether the panel stands beside conversations, which is remembered, and what changes it. */
function useContactPanel(): { isOpen: boolean; toggle: () => void } {
  const { client } = useServices()
  const panes = useReplica((replica) => replica.settings.panes)
  const { chosen, choose } = useChosen(panes.contact, (contact) =>
    client.request('settings.update', { panes: { ...panes, contact } }).then(
      () => true,
      () => false,
    ),
  )
  return { isOpen: chosen, toggle: useCallback(() => choose(!chosen), [choose, chosen]) }
}

/** The switch of the panel, in a conversation's head. */
export const ContactSwitch = memo(function ContactSwitch() {
  const { t } = useTranslation()
  const { isOpen, toggle } = useContactPanel()
  return (
    <IconButton label={t('contactPanel.switch')} aria-pressed={isOpen} onClick={toggle}>
      <UserRound size={16} aria-hidden />
    </IconButton>
  )
})

interface SideProps {
  id: ConversationId
  onShow: (conversation: ConversationSummary) => void
}

/** The panel beside the open conversation, and the key for it. */
export function ContactSide(props: SideProps) {
  const { isOpen, toggle } = useContactPanel()
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'contact') || event.defaultPrevented || isModalOpen()) return
      event.preventDefault()
      toggle()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [toggle])
  return isOpen ? <OpenSide {...props} onClose={toggle} /> : null
}

function OpenSide({ id, ...rest }: SideProps & { onClose: () => void }) {
  const conversation = useReplica(({ conversations }) => conversations.get(id))
  return conversation ? <Side conversation={conversation} {...rest} /> : null
}

function Side(props: {
  conversation: ConversationSummary
  onShow: (conversation: ConversationSummary) => void
  onClose: () => void
}) {
  const { conversation, onShow, onClose } = props
  const { t } = useTranslation()
  const account = useAccount(conversation.accountId)
  // over all conversations, with every message
  const also = useOtherRoutes(conversation)
  return (
    <ContactPanel
      key={conversation.contactUserId}
      conversation={conversation}
      contact={contactName(conversation, account, t)}
      also={also}
      onShow={onShow}
      onClose={onClose}
    />
  )
}
