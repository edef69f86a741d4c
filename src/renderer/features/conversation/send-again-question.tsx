import { useTranslation } from '../../i18n/use-translation.tsx'
import { Confirm } from '../../ui/confirm.tsx'

/** Asks before an unconfirmed message is sent a second time (P3). */
export function SendAgainQuestion(props: {
  open: boolean
  contact: string
  onConfirm: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  return (
    <Confirm
      open={props.open}
      title={t('message.again.title')}
      body={t('message.again.body', { name: props.contact })}
      confirm={t('message.action.sendAgain')}
      look="primary"
      onCancel={props.onCancel}
      onConfirm={props.onConfirm}
    />
  )
}
