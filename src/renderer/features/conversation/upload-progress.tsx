import type { MediaView } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useTransfer } from '../../store/hooks.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** How much of a message's file is uploaded; nothing before the first word about it. */
export function UploadProgress({ media }: { media: MediaView | undefined }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const transfer = useTransfer(media?.id)
  if (!transfer) return null
  const { done, total } = transfer
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  return (
    <>
      {share === null || total === null
        ? ` · ${formats.size(done)}`
        : ` · ${t('message.uploaded', {
            percent: formats.percent(share),
            done: formats.size(done),
            total: formats.size(total),
          })}`}
      <ProgressBar label={t('message.upload')} share={share} className="my-1" />
    </>
  )
}
