import { useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Writes the history of a contact to a file: what it holds, a place in the system's dialog, progress. */
export function ExportHistory(props: {
  open: boolean
  conversation: ConversationSummary
  /** What the contact is called. */
  contact: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { error, busy, run } = useAction()
  const percent = useReplica((replica) => replica.exported)
  const [isSaved, setSaved] = useState(false)
  const { conversation, contact, onClose } = props
  const { id } = conversation

  async function write(): Promise<void> {
    const { saved } = await client.request('contacts.export', { id })
    setSaved(saved)
  }

  /** Nothing goes on behind a closed dialog. */
  function close(): void {
    if (busy) client.request('contacts.cancelExport').catch(() => undefined)
    onClose()
  }

  return (
    <Dialog
      open={props.open}
      title={t('contactPanel.exportTitle', { name: contact })}
      onClose={close}
      footer={
        isSaved ? (
          <Button look="primary" onClick={onClose}>
            {t('contactPanel.done')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button look="primary" disabled={busy} onClick={() => void run(write)}>
              {t('contactPanel.exportConfirm')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {isSaved ? (
          <p role="status">{t('contactPanel.exported')}</p>
        ) : (
          <p className="text-soft">{t('contactPanel.exportBody')}</p>
        )}
        {busy && percent !== null ? (
          <progress
            aria-label={t('contactPanel.exportProgress')}
            max={100}
            value={percent}
            className="h-2 w-full"
          />
        ) : null}
        {error ? <ErrorLine code={error} /> : null}
      </div>
    </Dialog>
  )
}
