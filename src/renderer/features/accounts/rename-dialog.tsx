import { useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { SaveForm } from '../../ui/save-form.tsx'

interface RenameDialogProps {
  open: boolean
  account: AccountSummary
  onClose: () => void
}

/** Names an account; an empty name gives its number back. */
export function RenameDialog(props: RenameDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('accounts.rename.title')} onClose={props.onClose}>
      <RenameForm {...props} />
    </Dialog>
  )
}

function RenameForm({ account, onClose }: RenameDialogProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const save = useAction()
  const [alias, setAlias] = useState(account.alias ?? '')

  async function submit(): Promise<void> {
    if (await save.run(() => client.request('accounts.setAlias', { id: account.id, alias }))) onClose()
  }

  return (
    <SaveForm busy={save.busy} error={save.error} onSave={() => void submit()} onCancel={onClose}>
      <TextField
        label={t('accounts.rename.label')}
        hint={t('accounts.rename.hint', { numbered: accountName({ ...account, alias: null }, t) })}
        value={alias}
        maxLength={MAX_NAME}
        onChange={(event) => setAlias(event.target.value)}
      />
    </SaveForm>
  )
}
