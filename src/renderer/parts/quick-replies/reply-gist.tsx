import { Paperclip } from 'lucide-react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'

/** What a quick reply holds, in one line: its texts, then the names of its files. */
export function ReplyGist({
  reply,
  wordsOf = (text) => text,
}: {
  reply: QuickReply
  /** A text as it is to be read here. */
  wordsOf?: (text: string) => string
}) {
  const { t } = useTranslation()
  const texts = reply.items.flatMap((item) => (item.kind === 'text' ? [wordsOf(item.text)] : []))
  const files = reply.items.flatMap((item) => (item.kind === 'file' ? [item.name] : []))
  return (
    <span className="flex items-center gap-2 text-preview text-soft">
      {texts.length === 0 ? null : (
        <bdi className="min-w-0 truncate" dir="auto">
          {texts.join('  ')}
        </bdi>
      )}
      {files.length === 0 ? null : (
        <span className="flex max-w-[50%] min-w-0 shrink-0 items-center gap-1">
          <Paperclip size={12} aria-hidden className="shrink-0" />
          <bdi className="truncate">{files.join(t('list.comma'))}</bdi>
        </span>
      )}
    </span>
  )
}
