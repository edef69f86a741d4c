import type { MediaId } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useMediaActions } from './use-media-actions.ts'

/** What can be done with bytes that are here, in a line of words. */
export function HeldActions(props: {
  id: MediaId
  name: string
  /** Another program can do something with it. */
  opens: boolean
  /** Shows it large; absent where it stands large already, or cannot be shown. */
  onPreview?: (() => void) | undefined
}) {
  const { id, name, opens, onPreview } = props
  const { t } = useTranslation()
  const actions = useMediaActions(id)
  const small = { size: 'small', look: 'link', disabled: actions.busy } as const
  return (
    <div>
      <div className="flex flex-wrap items-center gap-1">
        {onPreview ? (
          <Button {...small} onClick={onPreview}>
            {t('media.preview')}
          </Button>
        ) : null}
        {opens ? (
          <Button {...small} onClick={actions.open}>
            {t('media.open')}
          </Button>
        ) : null}
        <Button {...small} onClick={actions.save}>
          {t('media.save')}
        </Button>
        <Button {...small} onClick={actions.forward}>
          {t('media.forward')}
        </Button>
        <Menu label={t('media.more', { name })}>
          <MenuItem onSelect={actions.showInFolder}>{t('media.showInFolder')}</MenuItem>
        </Menu>
        <span role="status" className="text-meta text-soft">
          {actions.saved ? t('media.saved') : null}
        </span>
      </div>
      {actions.error ? <ErrorLine code={actions.error} /> : null}
    </div>
  )
}
