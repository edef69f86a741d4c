import type { MediaView } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useTransfer } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { fetchHelps } from './fetching.ts'
import { useMediaActions } from './use-media-actions.ts'

/** Where the bytes are that are not here, and what helps. Nothing for bytes that are here. */
export function NotHeld({ media }: { media: MediaView }) {
  const { t } = useTranslation()
  const actions = useMediaActions(media.id)
  const small = { size: 'small', look: 'link', disabled: actions.busy } as const
  const { reason } = media
  const hopeless = !fetchHelps(media)
  const words = reason === null ? null : t(`media.reason.${reason}`)
  const content = () => {
    switch (media.state) {
      case 'held':
        return null
      case 'waiting':
        return (
          <Line words={words ?? t('media.waiting')}>
            <Button {...small} data-opens onClick={actions.fetch}>
              {t('media.fetch')}
            </Button>
          </Line>
        )
      case 'loading':
        return <Loading media={media} onCancel={actions.cancel} />
      case 'on-demand':
        return (
          <Line words={words ?? t('media.onDemand')}>
            <Button {...small} data-opens onClick={actions.fetch}>
              {t('media.fetch')}
            </Button>
          </Line>
        )
      case 'failed':
        return (
          <Line words={words} alarming>
            {hopeless ? null : (
              <Button {...small} data-opens onClick={actions.fetch}>
                {t('media.fetchAgain')}
              </Button>
            )}
          </Line>
        )
      case 'removed':
        return hopeless ? (
          <Line words={t('media.removedForGood')} />
        ) : (
          <Line words={t('media.removed')}>
            <Button {...small} data-opens onClick={actions.fetch}>
              {t('media.fetchAgain')}
            </Button>
          </Line>
        )
      default:
        return unreachable(media.state)
    }
  }
  return (
    <>
      {content()}
      {actions.error ? <ErrorLine code={actions.error} /> : null}
    </>
  )
}

function Line(props: { words: string | null; alarming?: boolean; children?: React.ReactNode }) {
  return (
    <p
      className={`flex flex-wrap items-center gap-1 text-meta ${props.alarming ? 'text-danger' : 'text-soft'}`}
    >
      {props.words}
      {props.children}
    </p>
  )
}

function Loading({ media, onCancel }: { media: MediaView; onCancel: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const transfer = useTransfer(media.id)
  const total = transfer?.total ?? null
  return (
    <div className="flex flex-col gap-1">
      <ProgressBar
        label={t('media.loading')}
        share={transfer && total ? Math.min(1, transfer.done / total) : null}
      />
      <p className="flex items-center gap-1 text-meta text-soft">
        {transfer && total !== null
          ? t('media.loaded', { done: formats.size(transfer.done), total: formats.size(total) })
          : t('media.loading')}
        <Button size="small" look="link" onClick={onCancel}>
          {t('media.cancel')}
        </Button>
      </p>
    </div>
  )
}
