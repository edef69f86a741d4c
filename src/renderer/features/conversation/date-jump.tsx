import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'

/** Asks for a day and goes to its first message. */
export function DateJump(props: {
  open: boolean
  onClose: () => void
  /** Goes there; false when nothing was written on that day or later. */
  onDate: (at: number) => Promise<boolean>
}) {
  const { t } = useTranslation()
  const form = useId()
  const [date, setDate] = useState('')
  const [nothing, setNothing] = useState(false)

  async function go(event: FormEvent): Promise<void> {
    event.preventDefault()
    const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
    const found = await props.onDate(new Date(year, month - 1, day).getTime())
    setNothing(!found)
    if (found) props.onClose()
  }

  return (
    <Dialog
      open={props.open}
      title={t('conversation.toDate')}
      onClose={props.onClose}
      footer={
        <Button type="submit" form={form} look="primary" disabled={date === ''}>
          {t('conversation.go')}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void go(event)} className="flex flex-col gap-2">
        <TextField
          type="date"
          label={t('conversation.date')}
          value={date}
          onChange={(event) => {
            setDate(event.target.value)
            setNothing(false)
          }}
        />
        {nothing ? <p role="status">{t('conversation.nothingThatDay')}</p> : null}
      </form>
    </Dialog>
  )
}
