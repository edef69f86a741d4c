import { useState } from 'react'
import type { MediaId } from '#shared/model/media.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ThroughField } from '../../parts/recipient/through-field.tsx'
import { useContacts } from '../../parts/recipient/use-contacts.ts'
import { useRoute } from '../../parts/recipient/use-route.ts'
import { useAction, useFormats, useNow, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { ForwardPeople } from './forward-people.tsx'
import { itemLine } from './item-name.ts'
import { useItem } from './use-item.ts'

/** Asks to whom a medium goes, and through which account where there are several (P8). */
export function ForwardDialog({ mediaId, onClose }: { mediaId: MediaId; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const action = useAction()
  const now = useNow('minute')
  const [forcing, setForcing] = useState(false)
  const contacts = useContacts()
  const { contact, route, to, through } = useRoute(contacts)
  const kind = route ? windowAt(route, now).kind : 'open'
  const closed = kind === 'closed' || kind === 'never-written'
  const [requestId] = useState(() => crypto.randomUUID())
  const name = contact?.name ?? ''

  async function send(force: boolean): Promise<void> {
    setForcing(false)
    if (!route) return
    const sent = await action.run(() =>
      client.request('outbox.forward', { mediaId, conversationId: route.id, requestId, force }),
    )
    if (sent) onClose()
  }

  return (
    <Dialog
      open
      title={t('media.forwarding.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={!route || action.busy}
            onClick={() => (closed ? setForcing(true) : void send(false))}
          >
            {t(closed ? 'media.forwarding.sendAnyway' : 'media.forwarding.send')}
          </Button>
        </>
      }
    >
      <What mediaId={mediaId} />
      <ForwardPeople contacts={contacts} value={contact} onChange={to} />
      {contact && contact.routes.length > 1 ? (
        <div className="mt-3">
          <ThroughField contact={contact} value={route?.id ?? null} onChange={through} />
        </div>
      ) : null}
      {closed ? (
        <p className="mt-3 text-preview text-warn">{t('media.forwarding.closed', { name })}</p>
      ) : null}
      {action.error ? <ErrorLine code={action.error} className="mt-3" /> : null}
      <Confirm
        open={forcing}
        title={t('composer.force.title')}
        body={t('composer.force.body', { name })}
        confirm={t('media.forwarding.sendAnyway')}
        onCancel={() => setForcing(false)}
        onConfirm={() => void send(true)}
      />
    </Dialog>
  )
}

/** What is forwarded: its kind, name and size. It stands in the loaded history, or in what it was chosen from. */
function What({ mediaId }: { mediaId: MediaId }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const from = useUi(({ lightbox, gallery }) => lightbox?.conversationId ?? gallery)
  const { item } = useItem(from, mediaId)
  return (
    <p className="mb-3 min-h-5 text-preview text-soft">
      {item ? <bdi>{itemLine(item, t, formats)}</bdi> : null}
    </p>
  )
}
