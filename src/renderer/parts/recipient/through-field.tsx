import { useTranslation } from 'react-i18next'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { accountName } from '../../formatting/names.ts'
import { quotaWords, windowWords } from '../../formatting/window-words.ts'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { SelectField } from '../../ui/select-field.tsx'
import type { Contact } from './contacts.ts'

/** Through which account the message goes, with what each of them can still send (P8). */
export function ThroughField(props: {
  contact: Contact | null
  value: ConversationId | null
  onChange: (way: ConversationSummary) => void
}) {
  const { t } = useTranslation()
  const words = useWayWords()
  const accounts = useReplica((replica) => replica.accounts)
  const ways = props.contact?.ways ?? []
  const [last] = ways
  const wroteTo = last && last.lastInboundAt !== null ? accounts.get(last.accountId) : undefined
  return (
    <SelectField
      label={t('newMessage.through')}
      disabled={props.contact === null}
      value={props.value ?? ''}
      options={ways.map((way) => ({ value: way.id, words: words(way) }))}
      hint={
        wroteTo
          ? props.value === last?.id
            ? t('newMessage.throughLast')
            : t('newMessage.throughOther', { account: accountName(wroteTo, t) })
          : null
      }
      onChange={(chosen) => {
        const way = ways.find(({ id }) => String(id) === chosen)
        if (way) props.onChange(way)
      }}
    />
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
