import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { accountName } from '../../words/names.ts'
import { quotaWords, windowWords } from '../../words/window-words.ts'
import type { Contact } from './contacts.ts'

/** Through which account the message goes, with what each of them can still send (P8). */
export function ThroughField(props: {
  contact: Contact | null
  value: ConversationId | null
  onChange: (way: ConversationSummary) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const words = useWayWords()
  const accounts = useReplica((replica) => replica.accounts)
  const ways = props.contact?.ways ?? []
  const [last] = ways
  const wroteTo = last && last.lastInboundAt !== null ? accounts.get(last.accountId) : undefined
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {t('newMessage.through')}
      </label>
      <div className="relative">
        <select
          id={id}
          disabled={props.contact === null}
          aria-describedby={`${id}-hint`}
          value={props.value ?? ''}
          onChange={(event) => {
            const way = ways.find((one) => String(one.id) === event.target.value)
            if (way) props.onChange(way)
          }}
          className={`${INPUT_CLASS} appearance-none pr-8 disabled:bg-panel disabled:text-soft`}
        >
          {ways.map((way) => (
            <option key={way.id} value={way.id} className="bg-raised text-ink">
              {words(way)}
            </option>
          ))}
        </select>
        <ChevronDown
          size={14}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-soft"
        />
      </div>
      <span id={`${id}-hint`} className="min-h-4 text-meta text-soft">
        {wroteTo
          ? props.value === last?.id
            ? t('newMessage.throughLast')
            : t('newMessage.throughOther', { account: accountName(wroteTo, t) })
          : null}
      </span>
    </div>
  )
}

/** An account's name with the window and the messages left there. */
function useWayWords(): (way: ConversationSummary) => string {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const accounts = useReplica((replica) => replica.accounts)
  return (way) => {
    const carrier = accounts.get(way.accountId)
    const account = carrier ? accountName(carrier, t) : ''
    const window = windowWords(windowAt(way, now), now, t, formats)
    if (way.lastInboundAt === null) return t('newMessage.wayNever', { account, window })
    return t('newMessage.way', { account, window, left: quotaWords(way, now, t) })
  }
}
