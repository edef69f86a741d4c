import { Check, Download, ExternalLink, Forward } from 'lucide-react'
import type { MediaId } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { useMediaActions } from './use-media-actions.ts'

/** The most needed of what {@link HeldActions} offers, over what it belongs to, seen under the pointer and the focus only. */
export function QuietActions(props: {
  id: MediaId
  /** Another program can do something with it, besides what a click does here. */
  opens?: boolean
  className: string
}) {
  const { t } = useTranslation()
  const actions = useMediaActions(props.id)
  return (
    <>
      <div
        className={classNames(
          'absolute flex rounded-control bg-raised opacity-0 shadow-float group-focus-within:opacity-100 group-hover:opacity-100',
          props.className,
        )}
      >
        {props.opens ? (
          <IconButton
            className="size-7!"
            label={t('media.open')}
            disabled={actions.busy}
            onClick={actions.open}
          >
            <ExternalLink size={14} aria-hidden />
          </IconButton>
        ) : null}
        <IconButton
          className="size-7!"
          label={t('media.save')}
          disabled={actions.busy}
          onClick={actions.save}
        >
          {actions.saved ? <Check size={14} aria-hidden /> : <Download size={14} aria-hidden />}
        </IconButton>
        <IconButton className="size-7!" label={t('media.forward')} onClick={actions.forward}>
          <Forward size={14} aria-hidden />
        </IconButton>
        <span role="status" className="sr-only">
          {actions.saved ? t('media.saved') : null}
        </span>
      </div>
      {actions.error ? <ErrorLine code={actions.error} className="mt-1" /> : null}
    </>
  )
}
