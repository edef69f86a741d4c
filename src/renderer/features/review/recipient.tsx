import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConversationSummary, shortContactId } from '#shared/model/conversation.ts'
import { useAccount, useReplica } from '../../store/hooks.ts'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { contactName } from '../../words/names.ts'
import { conversationsOf } from '../drop/recipients.ts'

/** Who gets files that were dropped on an account with several contacts. */
export function Recipient(props: {
  value: ConversationSummary
  onChange: (conversation: ConversationSummary) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const { value } = props
  const conversations = useReplica((replica) => replica.conversations)
  const account = useAccount(value.accountId)
  const known = conversationsOf(conversations.values(), value.accountId)
  const names = known.map((one) => contactName(one, account, t))
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {t('review.recipient')}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value.id}
          onChange={(event) => {
            const next = known.find((one) => String(one.id) === event.target.value)
            if (next) props.onChange(next)
          }}
          className={`${INPUT_CLASS} appearance-none pr-8`}
        >
          {known.map((one, index) => {
            const name = names[index]
            // Only the end of the id tells namesakes apart.
            const hasNamesake = names.filter((other) => other === name).length > 1
            return (
              <option key={one.id} value={one.id} className="bg-raised text-ink">
                {hasNamesake ? t('review.namesake', { name, id: shortContactId(one.contactUserId) }) : name}
              </option>
            )
          })}
        </select>
        <ChevronDown
          size={14}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-soft"
        />
      </div>
    </div>
  )
}
