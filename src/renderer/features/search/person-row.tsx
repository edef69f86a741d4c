import { TextSearch } from 'lucide-react'
import { memo } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ResultHeading } from './result-heading.tsx'

/** Somebody who was found. */
export const PersonRow = memo(function PersonRow(props: {
  id: ConversationId
  heading: string | null
  onOpen: () => void
  /** Searches the messages of this person alone. */
  onOnly: () => void
}) {
  const { t } = useTranslation()
  const conversation = useReplica((replica) => replica.conversations.get(props.id))
  const account = useReplica((replica) => conversation && replica.accounts.get(conversation.accountId))
  if (!conversation || !account) return null
  const name = contactName(conversation, account, t)
  const own = accountName(account, t)
  return (
    <li>
      <ResultHeading>{props.heading}</ResultHeading>
      <span className="flex items-center border-b pr-2 hover:bg-panel">
        <button
          type="button"
          data-result
          data-person={props.id}
          onClick={props.onOpen}
          className="focus-inset flex min-w-0 flex-1 items-center gap-3 py-1.5 pl-4 text-left"
        >
          <Avatar name={name} of={conversation.contactUserId} size="small" />
          <span className="flex min-w-0 flex-1 items-baseline gap-2">
            <span className="truncate font-medium">{name}</span>
            {own === name ? null : (
              <span className="max-w-2/5 shrink-0 truncate text-meta text-soft">{own}</span>
            )}
          </span>
        </button>
        <IconButton label={t('search.only', { name })} onClick={props.onOnly}>
          <TextSearch size={16} aria-hidden />
        </IconButton>
      </span>
    </li>
  )
})
