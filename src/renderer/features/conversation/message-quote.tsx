import type { MessageId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import type { Quote } from '#shared/model/message.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useThumbnail } from '../../parts/media/picture.tsx'
import { useFormats } from '../../store/hooks.ts'
import { EmoticonText } from '../../ui/emoticon-text.tsx'

/** What a message refers to: whole, in part, or unknown to this app. */
export function MessageQuote({
  quote,
  contact,
  onJump,
}: {
  quote: Quote
  contact: string
  onJump: (id: MessageId) => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { messageId } = quote
  const writer =
    quote.direction === 'out' ? t('message.quote.you') : quote.direction === 'in' ? contact : null
  // What the phone called the quoted message comes before our own word for its writer (fact sheet 4.8).
  const author = quote.title ?? writer
  const text = quote.selected ?? (quote.part ? previewOf(quote.part, t, formats) : quote.title)
  const known = quote.found && text !== null
  const content = (
    <>
      {author !== null && author !== text ? <span className="block font-medium">{author}</span> : null}
      <span dir="auto" className="as-typed line-clamp-3">
        {known ? <EmoticonText text={text} /> : t('message.quote.unknown')}
      </span>
      {quote.media?.kind === 'image' ? <QuotedPicture media={quote.media} /> : null}
      {quote.selected !== null ? <span className="block text-meta">{t('message.quote.part')}</span> : null}
    </>
  )
  const look = `mb-1.5 block w-full border-l-2 border-line-strong py-0.5 pl-2 text-left text-preview text-soft ${known ? '' : 'italic'}`
  return messageId === null ? (
    <blockquote className={look}>{content}</blockquote>
  ) : (
    <blockquote>
      <button
        type="button"
        title={t('message.quote.jump')}
        onClick={() => onJump(messageId)}
        className={`${look} min-h-7 rounded-r-control hover:bg-sunken`}
      >
        {content}
      </button>
    </blockquote>
  )
}

function QuotedPicture({ media }: { media: MediaView }) {
  const { t } = useTranslation()
  const thumbnail = useThumbnail(media)
  if (thumbnail === null || thumbnail === 'bad') return null
  return <img src={thumbnail} alt={t('media.quoted')} className="mt-1 max-h-16 rounded-control" />
}
