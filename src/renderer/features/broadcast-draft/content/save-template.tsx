import { type FormEvent, useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import { repairName } from '#shared/text/repair.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { TextField } from '../../../ui/field.tsx'
import type { DraftInput } from '../draft-autosave.ts'

interface SaveTemplateProps {
  open: boolean
  content: DraftInput['content']
  onClose: () => void
}

/** Keeps a content under a name. */
export function SaveTemplate(props: SaveTemplateProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('broadcastDraft.template.save')} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  )
}

function Form({ content, onClose }: SaveTemplateProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const templates = useReplica((replica) => replica.templates)
  const save = useAction()
  const [name, setName] = useState('')
  const isTaken = templates.some((one) => one.name === repairName(name))

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (repairName(name) === '' || save.busy) return
    if (await save.run(() => client.request('broadcasts.saveTemplate', { name, content }))) onClose()
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label={t('broadcastDraft.template.name')}
        hint={isTaken ? t('broadcastDraft.template.replaces') : null}
        value={name}
        maxLength={MAX_NAME}
        onChange={(event) => setName(event.target.value)}
      />
      {save.error ? <ErrorLine code={save.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={save.busy || repairName(name) === ''}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}
