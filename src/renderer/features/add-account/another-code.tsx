import { Plus, Tag } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME } from '#shared/limits.ts'
import { repairName } from '#shared/text/repair.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { useGentleFocus } from './use-gentle-focus.ts'

/** Puts one more code on screen, with a label for those who want to tell codes apart. */
export function AnotherCode(props: { busy: boolean; onStart: (label: string | null) => Promise<boolean> }) {
  const { t } = useTranslation()
  const [label, setLabel] = useState('')
  const [labelling, setLabelling] = useState(false)

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!props.busy && (await props.onStart(repairName(label) || null))) setLabel('')
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="mr-auto flex min-w-0 items-center gap-2">
      <Button type="submit" disabled={props.busy}>
        <Plus size={14} aria-hidden />
        {t('addAccount.anotherCode')}
      </Button>
      {labelling ? (
        <LabelField label={label} onLabel={setLabel} />
      ) : (
        <IconButton label={t('addAccount.addLabel')} onClick={() => setLabelling(true)}>
          <Tag size={14} aria-hidden />
        </IconButton>
      )}
    </form>
  )
}

function LabelField({ label, onLabel }: { label: string; onLabel: (label: string) => void }) {
  const { t } = useTranslation()
  const field = useGentleFocus()
  return (
    <input
      ref={field}
      type="text"
      aria-label={t('addAccount.label')}
      placeholder={t('addAccount.labelExample')}
      value={label}
      maxLength={MAX_NAME}
      onChange={(event) => onLabel(event.target.value)}
      className={`${INPUT_CLASS} max-w-52`}
    />
  )
}
