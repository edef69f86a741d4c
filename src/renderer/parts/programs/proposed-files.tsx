import { FileText, Image, type LucideIcon, Video } from 'lucide-react'
import type { SendKind } from '#shared/model/media.ts'
import type { ProposedFile } from '#shared/model/program.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'

const ICONS: Record<SendKind, LucideIcon> = { image: Image, video: Video, file: FileText }

/** The files that a program would have sent, as they would go out; nothing where there are none. */
export function ProposedFiles({ files }: { files: readonly ProposedFile[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  if (files.length === 0) return null
  // several may be called the same, and their order is all that tells them apart
  const lines = files.map((file, place) => ({ ...file, key: `${place} ${file.name}` }))
  return (
    <ul aria-label={t('requests.files')} className="flex flex-wrap gap-x-4 gap-y-0.5">
      {lines.map(({ key, name, size, sendKind }) => {
        const Icon = ICONS[sendKind]
        const { full, short } = shownFileName(name)
        return (
          <li key={key} className="flex min-w-0 items-center gap-1.5 text-preview">
            <Icon size={14} aria-hidden className="shrink-0 text-soft" />
            <bdi title={full === short ? undefined : full} className="min-w-0 wrap-anywhere">
              {full === '' ? t('message.unnamedFile') : short}
            </bdi>
            {size === null ? (
              <span className="text-danger">{t('requests.gone')}</span>
            ) : (
              <span className="whitespace-nowrap text-soft">
                {kindWord(sendKind, t)} · {formats.size(size)}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
