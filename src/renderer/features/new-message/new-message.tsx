import { type ReactNode, useRef } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ContactField } from '../../parts/recipient/contact-field.tsx'
import { ThroughField } from '../../parts/recipient/through-field.tsx'
import { useContacts } from '../../parts/recipient/use-contacts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useRecipient } from './use-recipient.ts'

export interface NewMessageProps {
  onClose: () => void
  /** The conversation is to be shown. */
  onShow: (conversation: ConversationSummary) => void
  /** Where the message is written, once it is known to whom. */
  composer: (conversation: ConversationSummary, name: string) => ReactNode
}

/** Reaches any known contact by name, and shows through which account before anything is sent (P8). */
export function NewMessage({ onClose, onShow, composer }: NewMessageProps) {
  const { t } = useTranslation()
  const contacts = useContacts()
  const { contact, route, to, through } = useRecipient(contacts)
  const field = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open
      title={t('newMessage.title')}
      onClose={onClose}
      initialFocus={field}
      keepsText
      width="medium"
    >
      <div className="flex flex-col gap-3">
        <ContactField
          ref={field}
          label={t('newMessage.to')}
          contacts={contacts}
          value={contact}
          onChange={to}
        />
        <ThroughField contact={contact} value={route?.id ?? null} onChange={through} />
      </div>
      {contact && route ? (
        <>
          <div key={route.id} className="@container -mx-4 mt-2 [&_[data-composing]]:border-t-0">
            {composer(route, contact.name)}
          </div>
          <Button look="link" size="small" className="-ml-1" onClick={() => onShow(route)}>
            {t('newMessage.open')}
          </Button>
        </>
      ) : (
        <p className="mt-4 text-preview text-soft">{t('newMessage.choose')}</p>
      )}
    </Dialog>
  )
}
