import { Ban } from 'lucide-react'
import { memo } from 'react'
import type { MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { messageLabel } from '../../formatting/message-words.ts'
import { senderName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { MessageParts } from './message-parts.tsx'
import { MessageQuote } from './message-quote.tsx'
import { MessageStatus } from './message-status.tsx'
import type { Placing } from './placing.ts'

export interface MessageRowProps extends Placing {
  message: Message
  /** Name of the conversation's contact. */
  contact: string
  highlighted: boolean
  onJump: (id: MessageId) => void
}

/** One message with what stands above it: a new day, the unread line. */
export const MessageRow = memo(function MessageRow({
  message,
  contact,
  highlighted,
  onJump,
  ...placing
}: MessageRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const own = message.direction === 'out'
  return (
    <div className={classNames('px-6', placing.startsGroup ? 'pt-3' : 'pt-1')}>
      {placing.startsDay ? <DaySeparator at={message.at} /> : null}
      {placing.startsUnread ? (
        <div className="flex items-center gap-3 py-2 text-meta font-medium text-accent">
          <span aria-hidden className="h-px flex-1 bg-accent" />
          {t('conversation.newMessages')}
          <span aria-hidden className="h-px flex-1 bg-accent" />
        </div>
      ) : null}
      <article
        aria-label={messageLabel(message, contact, t, formats)}
        data-message={message.id}
        tabIndex={-1}
        className={classNames('group/message flex flex-col outline-none', own ? 'items-end' : 'items-start')}
      >
        <div className={classNames('flex max-w-[70%] items-end gap-2', own && 'justify-end')}>
          <div
            data-bubble
            className={classNames(
              'relative max-w-(--measure) min-w-0 rounded-card px-3 py-2',
              own ? 'bg-accent-tint' : 'bg-sunken',
              'outline-offset-2 outline-accent group-focus-visible/message:outline-2',
              highlighted && 'outline-2',
            )}
          >
            {message.sender !== null && placing.startsGroup ? (
              <p dir="auto" className="mb-0.5 text-meta font-medium text-soft">
                {senderName(message.sender, t)}
              </p>
            ) : null}
            {message.quote ? <MessageQuote quote={message.quote} contact={contact} onJump={onJump} /> : null}
            <MessageParts message={message} />
            {message.deletedAt !== null ? (
              <p className="mt-1 flex items-center gap-1.5 text-meta text-soft">
                <Ban size={12} aria-hidden />
                {t('message.deleted')}
              </p>
            ) : null}
          </div>
          {!own && placing.endsGroup ? (
            <span className="shrink-0 pb-1 text-meta text-soft">{formats.time(message.at)}</span>
          ) : null}
        </div>
        {own ? <MessageStatus message={message} contact={contact} last={placing.endsGroup} /> : null}
      </article>
    </div>
  )
})

function DaySeparator({ at }: { at: number }) {
  const formats = useFormats()
  const now = useNow('minute')
  return (
    <div className="flex justify-center pt-3 pb-2">
      <span className="text-meta font-medium text-soft">{formats.day(at, now)}</span>
    </div>
  )
}
