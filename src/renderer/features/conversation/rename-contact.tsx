import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME } from '#shared/limits.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'

/** Gives a contact a name of its own; an empty one gives it back its first name. */
export function RenameContact(props: {
  open: boolean
  conversation: ConversationSummary
  contact: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('conversation.rename')} onClose={props.onClose}>
      <RenameForm {...props} />
    </Dialog>
  )
}

function RenameForm({ conversation, contact, onClose }: Parameters<typeof RenameContact>[0]) {
  const { t } = useTranslation()
  const { client } = useServices()
  const form = useId()
  const save = useAction()
  const [alias, setAlias] = useState(conversation.contactAlias ?? '')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const { id } = conversation
    if (await save.run(() => client.request('contacts.setAlias', { id, alias }))) onClose()
  }

  return (
    <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label={t('conversation.renameLabel')}
        value={alias}
        placeholder={contact}
        maxLength={MAX_NAME}
        onChange={(event) => setAlias(event.target.value)}
      />
      {save.error ? <ErrorLine code={save.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={save.busy}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}
