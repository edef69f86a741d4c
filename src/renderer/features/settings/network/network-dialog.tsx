import { useTranslation } from '../../../i18n/use-translation.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProxySettings } from './proxy-settings.tsx'

/** The proxy where there is no way to the settings: over a sign-in that does not reach the server, maybe the first. */
export function NetworkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open keepsText width="wide" title={t('network.settings')} onClose={onClose}>
      <ProxySettings />
    </Dialog>
  )
}
