import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { showSettings } from '../../store/ui.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'

/** Leads from words about the proxy to where it is set. */
export function NetworkSettingsButton({ look, className }: { look: ButtonLook; className?: string }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  return (
    <Button look={look} size="small" className={className} onClick={() => showSettings(ui, 'network')}>
      {t('network.settings')}
    </Button>
  )
}
