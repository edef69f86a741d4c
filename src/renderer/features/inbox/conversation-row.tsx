import { CircleAlert, Clock } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { isBlank } from '#shared/text/repair.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { windowWords } from '../../formatting/window-words.ts'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import { useAccount, useFormats, useReplica, useReplyMeters } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CountBadge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { urgencyText, WindowRing } from '../../ui/window-ring.tsx'

export interface RowProps {
  id: ConversationId
  index: number
  count: number
  top: number
  open: boolean
  /** The one row that Tab reaches. */
  tabStop: boolean
  showAccount: boolean
  onOpen: (id: ConversationId) => void
}

/** One conversation of a list. Its list item is named by the contact alone. */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const conversation = useReplica((replica) => replica.conversations.get(props.id))
  return conversation ? <Row {...props} conversation={conversation} /> : null
})

function Row({ conversation, ...props }: RowProps & { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  const account = useAccount(conversation.accountId)
  const name = contactName(conversation, account, t)
  const target = { kind: 'conversation', id: props.id } as const
  const place = useDropPlace<HTMLLIElement>(target)
  return (
    <li
      ref={place.ref}
      aria-label={name}
      aria-current={props.open || undefined}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
      data-account-colour={account?.colour}
      className="absolute inset-x-0 h-(--row-height)"
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <button
        type="button"
        data-conversation={props.id}
        tabIndex={props.tabStop ? 0 : -1}
        onClick={() => props.onOpen(props.id)}
        className={classNames(
          'focus-inset relative flex size-full items-center gap-3 border-b pr-3 pl-4 text-left',
          props.open ? 'bg-accent-tint' : 'hover:bg-panel',
        )}
      >
        <Content {...{ conversation, account, name }} open={props.open} showAccount={props.showAccount} />
      </button>
      <DropOverlay target={target} isOver={place.isOver} />
    </li>
  )
}

/** What stands in a row, wherever the row stands: a row that others push down is not drawn anew. */
const Content = memo(function Content({
  conversation,
  account,
  name,
  open,
  showAccount,
}: {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  name: string
  open: boolean
  showAccount: boolean
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const meters = useReplyMeters(conversation)
  const unread = conversation.unread > 0
  return (
    <>
      <span aria-hidden className="absolute inset-y-2 left-0 w-[3px] rounded-full bg-account" />
      <Avatar name={name} colour={account?.colour ?? 0} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-1.5">
          <span className={classNames('truncate', unread ? 'font-semibold' : 'font-medium')}>{name}</span>
          {showAccount && account && accountName(account, t) !== name ? (
            <span className="min-w-0 truncate text-meta text-soft">
              {t('conversation.via', { account: accountName(account, t) })}
            </span>
          ) : null}
          <span className="ml-auto shrink-0 text-meta text-soft">
            {conversation.last ? formats.listTime(conversation.last.at, meters.now) : null}
          </span>
        </span>
        <span className="flex items-center gap-1.5">
          <Marks conversation={conversation} />
          <span
            className={classNames('min-w-0 flex-1 truncate text-preview', unread ? 'text-ink' : 'text-soft')}
          >
            <Preview conversation={conversation} open={open} />
          </span>
          <span
            className={classNames('flex shrink-0 items-center gap-1 text-meta', urgencyText(meters.state))}
          >
            <WindowRing state={meters.state} />
            <span className="sr-only">{windowWords(meters.state, meters.now, t, formats)}</span>
            <span aria-hidden className="min-w-3.5 text-right">
              {meters.left}
            </span>
            <span className="sr-only">{t('window.leftTitle', { count: meters.left })}</span>
          </span>
          {unread ? (
            <>
              <span aria-hidden className="inline-flex">
                <CountBadge count={conversation.unread} />
              </span>
              <span className="sr-only">{t('inbox.unread', { count: conversation.unread })}</span>
            </>
          ) : null}
        </span>
      </span>
    </>
  )
})

function Marks({ conversation }: { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  return (
    <>
      {conversation.failed > 0 ? (
        <span className="flex shrink-0 items-center gap-1 text-meta font-medium text-danger">
          <CircleAlert size={12} aria-hidden />
          {t('inbox.failed')}
        </span>
      ) : null}
      {conversation.waiting > 0 ? (
        <span className="flex shrink-0 items-center gap-1 text-meta font-medium text-warn">
          <Clock size={12} aria-hidden />
          {t('inbox.waiting', { count: conversation.waiting })}
        </span>
      ) : null}
    </>
  )
}

/** What a draft or the last message says; the open conversation shows its draft in the composer. */
function Preview({ conversation, open }: { conversation: ConversationSummary; open: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { draft, last } = conversation
  if (!isBlank(draft) && !open) {
    return (
      <>
        <span className="font-medium text-accent">{t('inbox.draft')}</span>{' '}
        {previewOf({ kind: 'text', text: draft }, t, formats)}
      </>
    )
  }
  if (!last) return t('inbox.noMessages')
  const preview = previewOf(last.part, t, formats)
  return last.direction === 'out' ? t('inbox.you', { preview }) : preview
}
