import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { closeConversations } from '../../store/ui.ts'
import { Button } from '../../ui/button.tsx'
import { Alert } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Asks before everything with a contact is deleted, and says what that means. */
export function DeleteHistory(props: {
  open: boolean
  conversation: ConversationSummary
  /** What the contact is called. */
  contact: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client, ui } = useServices()
  const { error, busy, run } = useAction()
  const { conversation, contact, onClose } = props
  const { id, contactUserId } = conversation
  const accounts = useReplica(
    ({ conversations }) =>
      [...conversations.values()].filter((one) => one.contactUserId === contactUserId).length,
  )

  // before, nobody can say how much goes
  const isWhole = useReplica((replica) => replica.isWhole)

  async function erase(): Promise<void> {
    await client.request('contacts.delete', { id })
    closeConversations(ui, [id])
    onClose()
  }

  return (
    <Alert
      open={props.open}
      title={t('contactPanel.deleteTitle', { name: contact })}
      onEscape={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" disabled={busy || !isWhole} onClick={() => void run(erase)}>
            {t('contactPanel.deleteConfirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <p>{t('contactPanel.deleteBody')}</p>
        {accounts > 1 ? <p>{t('contactPanel.deleteAccounts', { count: accounts })}</p> : null}
        <p>{t('contactPanel.deleteAfter')}</p>
        {error ? <ErrorLine code={error} /> : null}
      </div>
    </Alert>
  )
}
