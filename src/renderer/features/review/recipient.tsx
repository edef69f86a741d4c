import type { Ref } from 'react'
import { type ConversationSummary, shortContactId } from '#shared/model/conversation.ts'
import { contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { conversationsOf } from '../../parts/drop/recipients.ts'
import { useAccount, useReplica } from '../../store/hooks.ts'
import { SelectField } from '../../ui/select-field.tsx'

/** Who gets files that were dropped on an account with several contacts. */
export function Recipient(props: {
  /** Any of the account's conversations. */
  value: ConversationSummary
  isChosen: boolean
  ref: Ref<HTMLSelectElement>
  onChange: (conversation: ConversationSummary) => void
}) {
  const { t } = useTranslation()
  const { value } = props
  const conversations = useReplica((replica) => replica.conversations)
  const account = useAccount(value.accountId)
  const known = conversationsOf(conversations.values(), value.accountId)
  const names = known.map((one) => contactName(one, account, t))
  return (
    <SelectField
      label={t('review.recipient')}
      ref={props.ref}
      value={props.isChosen ? value.id : ''}
      placeholder={props.isChosen ? undefined : t('review.chooseRecipient')}
      options={known.map(({ id, contactUserId }, index) => {
        const name = names[index] ?? ''
        // Only the end of the id tells namesakes apart.
        const hasNamesake = names.filter((other) => other === name).length > 1
        const words = hasNamesake ? t('review.namesake', { name, id: shortContactId(contactUserId) }) : name
        return { value: id, words }
      })}
      onChange={(chosen) => {
        const next = known.find(({ id }) => String(id) === chosen)
        if (next) props.onChange(next)
      }}
    />
  )
}
