import { CircleAlert, CircleQuestionMark, Clock } from 'lucide-react'
import { memo, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { isBlank } from '#shared/text/repair.ts'
import type { Formats } from '../../formatting/format.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { windowWords } from '../../formatting/window-words.ts'
import type { Translate } from '../../i18n/index.ts'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import { useFormats, useReplica, useReplicaParts, useReplyMeters } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CountBadge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { urgencyText, WindowRing } from '../../ui/window-ring.tsx'

export interface RowProps extends BodyProps {
  index: number
  count: number
  top: number
}

interface BodyProps {
  id: ConversationId
  open: boolean
  /** The one row that Tab reaches. */
  tabStop: boolean
  showAccount: boolean
  /** It stands here although the filter no longer lets it through. */
  strays?: boolean
  onOpen: (id: ConversationId) => void
}

/** What of its account a row shows; it is drawn again for nothing else. */
type Carrier = Pick<AccountSummary, 'number' | 'alias' | 'colour' | 'ownerUserId' | 'state'>

/**
 * One conversation of a list. Its list item is named by the contact alone. Its place is known to the list item and
 * to nothing inside, and it is a layer of its own, so a row that others push down is neither drawn nor painted anew.
 */
export const ConversationRow = memo(function ConversationRow({ index, count, top, ...body }: RowProps) {
  const nameId = useId()
  const target = { kind: 'conversation', id: body.id } as const
  const place = useDropPlace<HTMLLIElement>(target)
  return (
    <li
      ref={place.ref}
      aria-labelledby={nameId}
      aria-current={body.open || undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      className="absolute inset-x-0 h-(--row-height) contain-strict will-change-transform"
      style={{ transform: `translateY(${top}px)` }}
    >
      <Body {...body} nameId={nameId} />
      <DropOverlay target={target} isOver={place.isOver} />
    </li>
  )
})

const Body = memo(function Body({ nameId, ...props }: BodyProps & { nameId: string }) {
  const conversation = useReplica((replica) => replica.conversations.get(props.id))
  const account = useCarrier(conversation?.accountId)
  if (!conversation) return null
  return (
    <button
      type="button"
      data-conversation={props.id}
      data-account-colour={account?.colour}
      tabIndex={props.tabStop ? 0 : -1}
      onClick={() => props.onOpen(props.id)}
      className={classNames(
        'focus-inset relative flex size-full items-center gap-3 border-b pr-3 pl-4 text-left',
        props.open ? 'bg-accent-tint' : 'hover:bg-panel',
      )}
    >
      <Content
        {...{ conversation, account, nameId }}
        open={props.open}
        showAccount={props.showAccount}
        strays={props.strays === true}
      />
    </button>
  )
})

function useCarrier(id: AccountId | undefined): Carrier | undefined {
  return useReplicaParts((replica): Carrier | undefined => {
    const account = id === undefined ? undefined : replica.accounts.get(id)
    if (!account) return undefined
    const { number, alias, colour, ownerUserId, state } = account
    return { number, alias, colour, ownerUserId, state }
  })
}

/** What stands in a row, wherever the row stands. */
const Content = memo(function Content({
  conversation,
  account,
  nameId,
  open,
  showAccount,
  strays,
}: {
  conversation: ConversationSummary
  account: Carrier | undefined
  nameId: string
  open: boolean
  showAccount: boolean
  strays: boolean
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const meters = useReplyMeters(conversation, account?.state)
  const name = contactName(conversation, account, t)
  const carrier = showAccount && account ? accountName(account, t) : name
  const unread = conversation.unread > 0
  return (
    <>
      <span aria-hidden className="absolute inset-y-2 left-0 w-[3px] rounded-full bg-account" />
      <Avatar name={name} colour={account?.colour ?? 0} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-1.5">
          <span id={nameId} className={classNames('truncate', unread ? 'font-semibold' : 'font-medium')}>
            {name}
          </span>
          {strays ? (
            <span className="min-w-0 truncate rounded-control bg-sunken px-1 text-meta text-soft">
              {t(open ? 'inbox.openStray' : 'inbox.stray')}
            </span>
          ) : null}
          {carrier === name ? null : (
            <span className="min-w-0 truncate text-meta text-soft">
              {t('conversation.via', { account: carrier })}
            </span>
          )}
          <span className="ml-auto shrink-0 text-meta text-soft">
            {conversation.last ? formats.listTime(conversation.last.at, meters.now) : null}
          </span>
        </span>
        <span className="flex items-center gap-1.5">
          <LastMark conversation={conversation} t={t} />
          <span
            className={classNames('min-w-0 flex-1 truncate text-preview', unread ? 'text-ink' : 'text-soft')}
          >
            <Preview conversation={conversation} open={open} t={t} formats={formats} />
          </span>
          <OtherMarks conversation={conversation} t={t} />
          <span
            className={classNames(
              'flex shrink-0 items-center gap-1 text-meta',
              urgencyText(meters.shown.window),
            )}
          >
            <WindowRing state={meters.shown.window} />
            <span className="sr-only">{windowWords(meters.shown.window, meters.now, t, formats)}</span>
            <span aria-hidden className="min-w-3.5 text-right">
              {meters.shown.left}
            </span>
            <span className="sr-only">{t('window.leftTitle', { count: meters.shown.left })}</span>
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

/** How the last message stands that the preview shows, where it calls for somebody. */
function troubleOf({ last }: ConversationSummary): 'failed' | 'unconfirmed' | null {
  if (!last || last.isResolved) return null
  if (last.sendState === 'refused') return 'failed'
  return last.sendState === 'unconfirmed' ? 'unconfirmed' : null
}

const MARK = 'flex shrink-0 items-center gap-1 text-meta font-medium'
const TROUBLE = { failed: 'text-danger', unconfirmed: 'text-warn' } as const

/** Stands before the preview and belongs to that message alone. */
function LastMark({ conversation, t }: { conversation: ConversationSummary; t: Translate }) {
  const trouble = troubleOf(conversation)
  if (trouble === null) return null
  return (
    <span className={classNames(MARK, TROUBLE[trouble])}>
      <TroubleIcon trouble={trouble} />
      {t(`inbox.${trouble}`)}
    </span>
  )
}

function TroubleIcon({ trouble }: { trouble: 'failed' | 'unconfirmed' }) {
  const Icon = trouble === 'failed' ? CircleAlert : CircleQuestionMark
  return <Icon size={12} aria-hidden />
}

/** What is true of messages further up. */
function OtherMarks({ conversation, t }: { conversation: ConversationSummary; t: Translate }) {
  const shown = troubleOf(conversation)
  return (
    <>
      {(['failed', 'unconfirmed'] as const).map((trouble) => {
        const count = conversation[trouble] - Number(trouble === shown)
        return count > 0 ? (
          <span
            key={trouble}
            title={t(`inbox.${trouble}Earlier`, { count })}
            className={classNames(MARK, TROUBLE[trouble])}
          >
            <TroubleIcon trouble={trouble} />
            {/* Beside the mark of the last message a number has to do. */}
            {shown === null ? null : <span aria-hidden>+{count}</span>}
            <span className={shown === null ? undefined : 'sr-only'}>
              {t(`inbox.${trouble}Earlier`, { count })}
            </span>
          </span>
        ) : null
      })}
      {conversation.waiting > 0 ? (
        <span className={classNames(MARK, 'text-warn')}>
          <Clock size={12} aria-hidden />
          {t('inbox.waiting', { count: conversation.waiting })}
        </span>
      ) : null}
    </>
  )
}

/** What a draft or the last message says; the open conversation shows its draft in the composer. */
function Preview({
  conversation: { draft, last },
  open,
  t,
  formats,
}: {
  conversation: ConversationSummary
  open: boolean
  t: Translate
  formats: Formats
}) {
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
