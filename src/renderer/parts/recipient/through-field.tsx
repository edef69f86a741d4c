import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import {
  isNothingLeft,
  quotaWords,
  shownMeters,
  shownWindow,
  windowWords,
} from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { SelectField } from '../../ui/select-field.tsx'
import type { Contact } from './contacts.ts'

/** Through which account the message goes, with what each of them can still send (P8). */
export function ThroughField(props: {
  contact: Contact | null
  value: ConversationId | null
  onChange: (route: ConversationSummary) => void
}) {
  const { t } = useTranslation()
  const words = useRouteWords()
  const accounts = useReplica((replica) => replica.accounts)
  const routes = props.contact?.routes ?? []
  const [last] = routes
  const wroteTo = last && last.lastInboundAt !== null ? accounts.get(last.accountId) : undefined
  return (
    <SelectField
      label={t('newMessage.through')}
      disabled={props.contact === null}
      value={props.value ?? ''}
      options={routes.map((route) => ({ value: route.id, words: words(route) }))}
      hint={
        wroteTo
          ? props.value === last?.id
            ? t('newMessage.throughLast')
            : t('newMessage.throughOther', { account: accountName(wroteTo, t) })
          : null
      }
      onChange={(chosen) => {
        const route = routes.find(({ id }) => String(id) === chosen)
        if (route) props.onChange(route)
      }}
    />
  )
}

/** An account's name with the window and the messages left there. */
function useRouteWords(): (route: ConversationSummary) => string {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const accounts = useReplica((replica) => replica.accounts)
  return (route) => {
    const carrier = accounts.get(route.accountId)
    const account = carrier ? accountName(carrier, t) : ''
    const shown = shownWindow(route, carrier?.state, now)
    const window = windowWords(shown, now, t, formats)
    if (isNothingLeft(shown)) return t('newMessage.wayNever', { account, window })
    const { left } = shownMeters(shown, route, now)
    return t('newMessage.way', { account, window, left: quotaWords(shown, left, t) })
  }
}
