import { Check, Download, Forward } from 'lucide-react'
import type { MediaId } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useMediaActions } from './use-media-actions.ts'

/** The same as {@link HeldActions} over a picture or video, seen under the pointer and the focus only. */
export function QuietActions({ id, name }: { id: MediaId; name: string }) {
  const { t } = useTranslation()
  const actions = useMediaActions(id)
  return (
    <>
      <div className="absolute top-1 left-1 flex rounded-control bg-raised opacity-0 shadow-float group-focus-within:opacity-100 group-hover:opacity-100">
        <IconButton label={t('media.save')} disabled={actions.busy} onClick={actions.save}>
          {actions.saved ? <Check size={16} aria-hidden /> : <Download size={16} aria-hidden />}
        </IconButton>
        <IconButton label={t('media.forward')} onClick={actions.forward}>
          <Forward size={16} aria-hidden />
        </IconButton>
        <Menu label={t('media.more', { name })}>
          <MenuItem onSelect={actions.showInFolder}>{t('media.showInFolder')}</MenuItem>
        </Menu>
        <span role="status" className="sr-only">
          {actions.saved ? t('media.saved') : null}
        </span>
      </div>
      {actions.error ? <ErrorLine code={actions.error} className="mt-1" /> : null}
    </>
  )
}
