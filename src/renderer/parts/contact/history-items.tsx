import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { MenuItem } from '../../ui/menu.tsx'

/** What a menu offers about the whole history of a contact. */
export function HistoryItems({ id }: { id: ConversationId }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  return (
    <>
      <MenuItem onSelect={() => ui.setState({ asking: { kind: 'export-history', id } })}>
        {t('contactPanel.exportMenu')}
      </MenuItem>
      <MenuItem onSelect={() => ui.setState({ asking: { kind: 'delete-history', id } })}>
        {t('contactPanel.deleteMenu')}
      </MenuItem>
    </>
  )
}
