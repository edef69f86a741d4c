import { FileText, Image, type LucideIcon, Video } from 'lucide-react'
import type { SendKind } from '#shared/model/media.ts'
import type { ScheduledFile } from '#shared/model/scheduled.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'

const ICONS: Record<SendKind, LucideIcon> = { image: Image, video: Video, file: FileText }

/** The files of a scheduled message, in the order in which they go out; nothing where there are none. */
export function ScheduledFiles({ files }: { files: readonly ScheduledFile[] }) {
  const { t } = useTranslation()
  if (files.length === 0) return null
  // several may be called the same, and their order is all that tells them apart
  const lines = files.map((file, place) => ({ ...file, key: `${place} ${file.name}` }))
  return (
    <ul className="flex flex-col gap-0.5">
      {lines.map(({ key, name, kind, isMissing }) => {
        const Icon = ICONS[kind]
        const { full, short } = shownFileName(name)
        return (
          <li key={key} className="flex min-w-0 items-center gap-1.5 text-preview">
            <Icon size={14} aria-hidden className="shrink-0 text-soft" />
            <span className="sr-only">{kindWord(kind, t)}</span>
            <bdi title={full === short ? undefined : full} className="min-w-0 wrap-anywhere">
              {full === '' ? t('message.unnamedFile') : short}
            </bdi>
            {isMissing ? <span className="text-danger">{t('schedule.missing')}</span> : null}
          </li>
        )
      })}
    </ul>
  )
}
