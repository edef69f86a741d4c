import { useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/field.tsx'
import { SaveForm } from '../../../ui/save-form.tsx'

/** Gives a group another name; without one there is no group any more. */
export function RenameGroup({ group, onClose }: { group: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const save = useAction()
  const [typed, setTyped] = useState(group)

  async function submit(): Promise<void> {
    if (save.busy) return
    const isDone = await save.run(() =>
      client.request('quickReplies.renameGroup', { from: group, to: typed }),
    )
    if (isDone) onClose()
  }

  return (
    <Dialog open title={t('quickReply.settings.renameGroupOf', { group })} onClose={onClose}>
      <SaveForm busy={save.busy} error={save.error} onSave={() => void submit()} onCancel={onClose}>
        <TextField
          label={t('quickReply.settings.group')}
          hint={t('quickReply.settings.groupEmpty')}
          value={typed}
          maxLength={MAX_NAME}
          onChange={(event) => setTyped(event.target.value)}
        />
      </SaveForm>
    </Dialog>
  )
}
