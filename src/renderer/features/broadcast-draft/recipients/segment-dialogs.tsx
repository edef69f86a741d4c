import { type ReactNode, useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { Segment } from '#shared/model/broadcast.ts'
import type { SegmentFilter } from '#shared/model/recipient-choice.ts'
import { repairName } from '#shared/text/repair.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/field.tsx'
import { SaveForm } from '../../../ui/save-form.tsx'

/** Keeps the filters under a name. */
export function SaveSegment(props: {
  filter: SegmentFilter
  onSaved: (id: Segment['id']) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const segments = useReplica((replica) => replica.segments)
  const { filter, onSaved, onClose } = props
  return (
    <NameDialog
      title={t('broadcastDraft.segment.save')}
      start=""
      hint={(name) =>
        segments.some((one) => one.name === name)
          ? t('broadcastDraft.segment.replaces')
          : t('broadcastDraft.segment.saveHint')
      }
      save={async (name) => {
        const { id } = await client.request('broadcasts.saveSegment', { name, filter })
        onSaved(id)
      }}
      onClose={onClose}
    />
  )
}

/** Gives a segment another name. */
export function RenameSegment({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  return (
    <NameDialog
      title={t('broadcastDraft.segment.renameTitle', { name: segment.name })}
      start={segment.name}
      hint={() => null}
      save={(name) => client.request('broadcasts.renameSegment', { id: segment.id, name })}
      onClose={onClose}
    />
  )
}

function NameDialog(props: {
  title: string
  start: string
  hint: (name: string) => ReactNode
  save: (name: string) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const action = useAction()
  const [typed, setTyped] = useState(props.start)
  const name = repairName(typed)

  async function save(): Promise<void> {
    if (name === '' || action.busy) return
    if (await action.run(() => props.save(name))) props.onClose()
  }

  return (
    <Dialog open title={props.title} onClose={props.onClose}>
      <SaveForm
        busy={action.busy || name === ''}
        error={action.error}
        onSave={() => void save()}
        onCancel={props.onClose}
      >
        <TextField
          label={t('broadcastDraft.segment.name')}
          hint={props.hint(name)}
          value={typed}
          maxLength={MAX_NAME}
          onChange={(event) => setTyped(event.target.value)}
        />
      </SaveForm>
    </Dialog>
  )
}
