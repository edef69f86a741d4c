import { Combobox } from '@base-ui/react/combobox'
import { X } from 'lucide-react'
import { type Ref, useId, useMemo, useState } from 'react'
import { shortContactId } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useNameMatch } from '../../store/use-name-match.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { type Contact, found } from './contacts.ts'

/** Most entries shown at once; whoever types on finds the others. */
const MOST = 100

/** One of the contacts: typed by name, pinyin, account or the end of the id, and chosen from a list. */
export function ContactField(props: {
  ref?: Ref<HTMLInputElement>
  label: string
  contacts: Contact[]
  value: Contact | null
  onChange: (contact: Contact | null) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const { contacts, value } = props
  // The name of who is chosen stands in the field; it is nothing to look for.
  const query = typed === value?.name ? '' : typed
  const shown = useMemo(() => found(contacts, query, matches), [contacts, query, matches])
  return (
    <Combobox.Root
      items={contacts}
      filteredItems={shown}
      value={value}
      inputValue={typed}
      onInputValueChange={setTyped}
      onValueChange={props.onChange}
      itemToStringLabel={(contact: Contact) => contact.name}
      isItemEqualToValue={(one: Contact, other: Contact) => one.userId === other.userId}
      limit={MOST}
      autoHighlight
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-preview font-medium">
          {props.label}
        </label>
        <div className="relative">
          <Combobox.Input
            {...(props.ref ? { ref: props.ref } : {})}
            id={id}
            placeholder={t('newMessage.toPlaceholder')}
            className={INPUT_CLASS}
          />
          <Combobox.Clear
            aria-label={t('newMessage.clear')}
            className="absolute inset-y-0 right-0.5 my-auto inline-flex size-7 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
          >
            <X size={14} aria-hidden />
          </Combobox.Clear>
        </div>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-60">
          <Combobox.Popup className="appear max-h-[min(var(--available-height),320px)] w-(--anchor-width) overflow-y-auto rounded-card bg-raised shadow-float">
            <Combobox.Empty className="px-3 py-3 text-preview text-soft empty:hidden">
              {t(contacts.length === 0 ? 'newMessage.nobodyYet' : 'newMessage.nobody')}
            </Combobox.Empty>
            <Combobox.List className="p-1 empty:hidden">
              {(contact: Contact) => <Option key={contact.userId} contact={contact} />}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

/** Named by the contact alone; the accounts and the end of the id tell namesakes apart. */
function Option({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const details = useId()
  return (
    <Combobox.Item
      value={contact}
      aria-label={contact.name}
      aria-describedby={details}
      className="flex min-h-11 items-center gap-3 rounded-control px-2 py-1 outline-none data-highlighted:bg-sunken"
    >
      <Avatar name={contact.name} of={contact.userId} size="small" />
      <span className="flex min-w-0 flex-col">
        <span className="truncate">{contact.name}</span>
        <span id={details} className="truncate text-meta text-soft">
          {t('conversation.via', { account: contact.accounts.join(t('list.comma')) })} ·{' '}
          {shortContactId(contact.userId)}
        </span>
      </span>
    </Combobox.Item>
  )
}
