import { Plus } from 'lucide-react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'

/** Puts one more code on screen. */
export function AnotherCode(props: { busy: boolean; onStart: () => void }) {
  const { t } = useTranslation()
  return (
    <Button className="mr-auto" disabled={props.busy} onClick={props.onStart}>
      <Plus size={14} aria-hidden />
      {t('addAccount.anotherCode')}
    </Button>
  )
}
