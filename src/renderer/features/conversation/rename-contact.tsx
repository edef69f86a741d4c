import { useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { SaveForm } from '../../ui/save-form.tsx'

/** What of a conversation stays the same whatever arrives in it. */
export type AskedAbout = Pick<ConversationSummary, 'id' | 'contactUserId' | 'contactAlias'>

/** Gives a contact a name of its own; an empty one gives it back its first name. */
export function RenameContact(props: {
  open: boolean
  conversation: AskedAbout
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
  const save = useAction()
  const [alias, setAlias] = useState(conversation.contactAlias ?? '')

  async function submit(): Promise<void> {
    const { id } = conversation
    if (await save.run(() => client.request('contacts.setAlias', { id, alias }))) onClose()
  }

  return (
    <SaveForm busy={save.busy} error={save.error} onSave={() => void submit()} onCancel={onClose}>
      <TextField
        label={t('conversation.renameLabel')}
        value={alias}
        placeholder={contact}
        maxLength={MAX_NAME}
        onChange={(event) => setAlias(event.target.value)}
      />
    </SaveForm>
  )
}
