import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import { useAction, useReplicaParts } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { SaveForm } from '../../ui/save-form.tsx'

interface GroupDialogProps {
  open: boolean
  account: AccountSummary
  name: string
  onClose: () => void
}

/** Puts an account among others that belong together: into a group that is there, or a new one. */
export function GroupDialog(props: GroupDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('accounts.group.title', { name: props.name })} onClose={props.onClose}>
      <GroupForm {...props} />
    </Dialog>
  )
}

function GroupForm({ account, onClose }: GroupDialogProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const save = useAction()
  const known = useId()
  const [group, setGroup] = useState(account.group ?? '')
  const groups = useReplicaParts(({ accounts }) =>
    [...new Set([...accounts.values()].flatMap((one) => one.group ?? []))].sort(),
  )

  async function submit(): Promise<void> {
    if (await save.run(() => client.request('accounts.setGroup', { id: account.id, group }))) onClose()
  }

  return (
    <SaveForm busy={save.busy} error={save.error} onSave={() => void submit()} onCancel={onClose}>
      <TextField
        label={t('accounts.group.label')}
        hint={t('accounts.group.hint')}
        value={group}
        maxLength={MAX_NAME}
        list={known}
        onChange={(event) => setGroup(event.target.value)}
      />
      <datalist id={known}>
        {groups.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </SaveForm>
  )
}
