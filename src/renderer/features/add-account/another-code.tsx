import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** Puts one more code on screen, with a label where the operator gives one. */
export function AnotherCode(props: { busy: boolean; onStart: (label: string | null) => Promise<boolean> }) {
  const { t } = useTranslation()
  const [label, setLabel] = useState('')

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!props.busy && (await props.onStart(label.trim() || null))) setLabel('')
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="mr-auto flex min-w-0 items-center gap-2">
      <input
        type="text"
        aria-label={t('addAccount.label')}
        placeholder={t('addAccount.labelExample')}
        value={label}
        maxLength={60}
        onChange={(event) => setLabel(event.target.value)}
        className={`${INPUT_CLASS} max-w-52`}
      />
      <Button type="submit" disabled={props.busy}>
        <Plus size={14} aria-hidden />
        {t('addAccount.anotherCode')}
      </Button>
    </form>
  )
}
