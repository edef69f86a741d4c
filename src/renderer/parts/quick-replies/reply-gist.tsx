import { Paperclip } from 'lucide-react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { fillQuickReply, QUICK_PLACEHOLDERS, type QuickValues } from '#shared/text/quick-reply-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'

const NOTHING: QuickValues = {
  contact: null,
  account: null,
  date: null,
  time: null,
  weekday: null,
  blank: null,
}

/** What a quick reply holds, in one line: its texts, then the names of its files. */
export function ReplyGist({
  reply,
  values = NOTHING,
}: {
  reply: QuickReply
  /** What is filled in; what is not known stands as the language of the interface writes it. */
  values?: QuickValues
}) {
  const { t, i18n } = useTranslation()
  const words = QUICK_PLACEHOLDERS[i18n.language === 'zh-CN' ? 'zh-CN' : 'en']
  const texts = reply.items.flatMap((item) =>
    item.kind === 'text' ? [fillQuickReply(item.text, values, words).text] : [],
  )
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
