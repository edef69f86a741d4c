import { useState } from 'react'
import type { Message } from '#shared/model/message.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { NO_MARKS, useMarks } from './marks.tsx'
import { MessagePartView } from './message-part.tsx'

/** Parts drawn at once. Messages have one or two; a thousand would hold the window for seconds. */
const SHOWN_AT_ONCE = 50

/** The parts of a message in order, very many of them in portions. */
export function MessageParts({ message }: { message: Message }) {
  const { parts, media, conversationId } = message
  const { t } = useTranslation()
  const formats = useFormats()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const rest = parts.length - limit
  const marks = useMarks(message.id)
  return (
    <div className="flex flex-col gap-2">
      {parts.slice(0, limit).map((part, index) => (
        // A message's parts never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity besides their place
        <div key={index} data-part={index}>
          <MessagePartView
            part={part}
            media={media.find(({ place }) => place === index)}
            conversationId={conversationId}
            marks={marks?.[index] ?? NO_MARKS}
          />
        </div>
      ))}
      {rest > 0 ? (
        <button
          data-unfolds
          type="button"
          className="min-h-7 self-start rounded-control text-preview font-medium text-accent hover:underline"
          onClick={() => setLimit(limit + SHOWN_AT_ONCE)}
        >
          {t('message.showMoreParts', { count: rest, rest: formats.number(rest) })}
        </button>
      ) : null}
    </div>
  )
}
