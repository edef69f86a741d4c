import { useMemo, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { windowWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { type Contact, found } from '../../parts/recipient/contacts.ts'
import { useAccount, useFormats, useReplyMeters } from '../../store/hooks.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { TextField } from '../../ui/field.tsx'
import { urgencyText, WindowRing } from '../../ui/window-ring.tsx'

/** Rows drawn at once; who is further down is found by name. */
const SHOWN = 60

/** How long one can still write to somebody, the best way being taken. */
function Window({ route }: { route: ConversationSummary }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const account = useAccount(route.accountId)
  const { now, shown } = useReplyMeters(route, account?.state)
  return (
    <span
      className={classNames(
        'flex max-w-1/2 shrink-0 items-center gap-1 text-meta',
        urgencyText(shown.window),
      )}
    >
      <WindowRing state={shown.window} />
      <span className="truncate">{windowWords(shown.window, now, t, formats)}</span>
    </span>
  )
}

/** Everybody who is known, one of them to be chosen, found by name, pinyin, account or the end of the id. */
export function ForwardPeople(props: {
  contacts: Contact[]
  value: Contact | null
  onChange: (contact: Contact) => void
}) {
  const { t } = useTranslation()
  const { contacts, value } = props
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const shown = useMemo(() => found(contacts, typed, matches).slice(0, SHOWN), [contacts, typed, matches])
  return (
    <>
      <TextField
        label={t('media.forwarding.find')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul aria-label={t('media.forwarding.contacts')} className="mt-3 max-h-60 overflow-y-auto">
        {shown.map((contact) => (
          <li key={contact.userId}>
            <label className="relative flex min-h-12 items-center gap-3 rounded-control px-2 not-has-checked:hover:bg-sunken has-checked:bg-accent-tint has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="radio"
                name="forward-to"
                className="absolute inset-0 m-0 cursor-pointer opacity-0"
                checked={contact.userId === value?.userId}
                onChange={() => props.onChange(contact)}
              />
              <Avatar name={contact.name} of={contact.userId} size="small" />
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="truncate">{contact.name}</span>
                <span className="truncate text-meta text-soft">
                  {t('conversation.via', { account: contact.accounts.join(t('list.comma')) })}
                </span>
              </span>
              <Window route={contact.routes[0]} />
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="mt-2 text-soft">
          {t(contacts.length === 0 ? 'newMessage.nobodyYet' : 'media.forwarding.none')}
        </p>
      ) : null}
    </>
  )
}
