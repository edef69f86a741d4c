import { CircleAlert } from 'lucide-react'
import { shownFileName } from '../../../formatting/file-name.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../../store/hooks.ts'
import type { LeftOut } from '../../../store/staged-files.ts'
import { reachable } from '../../../ui/reachable.ts'
import { fileWord, problemWords } from './file-words.ts'

/** The files that cannot be sent, each with its reason; the others go on. */
export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const limit = useReplica((replica) => replica.settings.media.sendMaxBytes)
  return (
    <div className="mt-3 rounded-control bg-danger-wash px-3 py-2">
      <p role="alert" className="flex items-center gap-1.5 text-preview font-medium text-danger">
        <CircleAlert size={14} aria-hidden className="shrink-0" />
        {t('review.leftOut', { count: leftOut.length })}
      </p>
      <ul
        ref={reachable}
        aria-label={t('review.problems')}
        className="focus-inset mt-1 max-h-28 overflow-y-auto text-preview"
      >
        {leftOut.map((one) => {
          const file = fileWord(one.name, t)
          return (
            <li key={one.key} aria-label={file} className="py-0.5">
              <bdi title={file} className="font-medium [overflow-wrap:anywhere]">
                {shownFileName(one.name).short || file}
              </bdi>{' '}
              <span className="text-soft">{problemWords(one, limit, t, formats)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
