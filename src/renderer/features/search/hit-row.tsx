import { memo } from 'react'
import type { MessageHit } from '#shared/model/search.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAccount, useFormats, useNow, useReplica, useUi } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmoticonText } from '../../ui/emoticon-text.tsx'
import { ResultHeading } from './result-heading.tsx'

/** A message that was found: whose, when, and what stands around the words. */
export const HitRow = memo(function HitRow(props: {
  hit: MessageHit
  /** Stands above it, where it is the first of its sort. */
  heading: string | null
  onOpen: () => void
}) {
  const { t } = useTranslation()
  const { hit } = props
  const formats = useFormats()
  const now = useNow('minute')
  const conversation = useReplica((replica) => replica.conversations.get(hit.conversationId))
  const account = useAccount(hit.accountId)
  const isOpen = useUi((state) => state.search.hit === hit.messageId && state.open === hit.conversationId)
  if (!conversation || !account) return null
  const name = contactName(conversation, account, t)
  const own = accountName(account, t)
  return (
    <li aria-current={isOpen || undefined}>
      <ResultHeading>{props.heading}</ResultHeading>
      <button
        type="button"
        data-result
        data-hit={hit.messageId}
        onClick={props.onOpen}
        className={classNames(
          'focus-inset flex w-full items-start gap-3 border-b px-4 py-2 text-left',
          isOpen ? 'bg-accent-tint' : 'hover:bg-panel',
        )}
      >
        <Avatar name={name} of={conversation.contactUserId} size="small" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="truncate font-medium">{name}</span>
            {own === name ? null : (
              <span className="max-w-2/5 shrink-0 truncate text-meta text-soft">{own}</span>
            )}
            <span className="ml-auto shrink-0 text-meta text-soft">{formats.listTime(hit.at, now)}</span>
          </span>
          <span className="line-clamp-2 text-preview text-soft [overflow-wrap:anywhere]">
            {hit.direction === 'out' ? t('search.you', { text: '' }) : null}
            {hit.kind === 'text'
              ? null
              : `${t('message.preview', { kind: kindWord(hit.kind, t), detail: '' }).trim()} `}
            {hit.excerpt === null ? null : <EmoticonText text={hit.excerpt} marks={hit.marks} />}
          </span>
        </span>
      </button>
    </li>
  )
})
