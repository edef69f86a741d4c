import {
  AlarmClock,
  BellOff,
  Bot,
  Check,
  CircleAlert,
  CircleQuestionMark,
  Clock,
  type LucideIcon,
  Pin,
  TimerOff,
} from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { type ConversationState, conversationState, isUnread } from '#shared/model/conversation-state.ts'
import { isGroupContact } from '#shared/model/group.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { isBlank } from '#shared/text/repair.ts'
import type { Formats } from '../../formatting/format.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { accountName, contactName, senderName } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { TimeLeft } from '../../parts/window/time-left.tsx'
import { useFormats, useReplica, useReplyMeters } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CountBadge, UnreadDot } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmoticonText } from '../../ui/emoticon-text.tsx'

interface ContentProps {
  conversation: ConversationSummary
  account: Carrier | undefined
  /** Id of the element that names the row. */
  nameId: string
  open: boolean
  showAccount: boolean
  strays: boolean
}

/** What of its account a row shows; it is drawn again for nothing else. */
export type Carrier = Pick<AccountSummary, 'number' | 'alias' | 'colour' | 'ownerUserId' | 'state'>

/**
 * What stands in a row, wherever the row stands. Each thing is said once, with as few elements as that takes. Its parts are
 * functions that are called, and so without hooks: a component for each is a good part of what a row costs React.
 */
export const RowContent = memo(function RowContent(props: ContentProps) {
  const { conversation, account, open } = props
  const { t } = useTranslation()
  const formats = useFormats()
  const meters = useReplyMeters(conversation, account?.state)
  const name = contactName(conversation, account, t)
  const carrier = props.showAccount && account ? accountName(account, t) : name
  const unread = isUnread(conversation)
  const state = conversationState(conversation, meters.now)
  const isDrafted = useReplica(({ offered }) => offered.has(conversation.id))
  return (
    <>
      {Avatar({ name, of: conversation.contactUserId })}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-1.5">
          <span
            id={props.nameId}
            className={classNames('min-w-0 truncate', unread ? 'font-semibold' : 'font-medium')}
          >
            {name}
          </span>
          {props.strays ? (
            <span className="min-w-0 truncate rounded-control bg-sunken px-1 text-meta text-soft">
              {t(open ? 'inbox.openStray' : 'inbox.stray')}
            </span>
          ) : null}
          {carrier === name ? null : (
            <span className="min-w-10 flex-1 truncate text-meta text-soft">{`· ${carrier}`}</span>
          )}
          {conversation.last ? (
            <span className="ml-auto shrink-0 text-meta text-soft">
              {formats.listTime(conversation.last.at, meters.now)}
            </span>
          ) : null}
        </span>
        <span className="flex items-center gap-1.5 roomy:items-start">
          {lastMark(conversation, t)}
          <span
            className={classNames(
              'min-w-0 flex-1 truncate text-preview roomy:line-clamp-2 roomy:h-10 roomy:whitespace-normal roomy:[overflow-wrap:anywhere]',
              unread ? 'text-ink' : 'text-soft',
            )}
          >
            {preview(conversation, open, t, formats)}
          </span>
          {isDrafted ? <Sign icon={Bot} words={t('programDrafts.row')} look="text-accent" /> : null}
          {otherMarks(conversation, t)}
          {deskMarks(conversation, state, meters.now, t, formats)}
          {isGroupContact(conversation.contactUserId) ? null : TimeLeft({ shown: meters.shown, t })}
          {unread ? (
            <span className="flex shrink-0">
              {conversation.unread > 0 ? (
                CountBadge({ 'aria-hidden': true, count: conversation.unread })
              ) : (
                <UnreadDot />
              )}
              <span className="spoken">
                {conversation.unread > 0
                  ? t('inbox.unread', { count: conversation.unread })
                  : t('inbox.markedUnread')}
              </span>
            </span>
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
function lastMark(conversation: ConversationSummary, t: Translate): ReactNode {
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
function otherMarks(conversation: ConversationSummary, t: Translate): ReactNode {
  if (conversation.failed + conversation.unconfirmed + conversation.waiting === 0) return null
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

/** What the operator has set, and what they missed. */
function deskMarks(
  conversation: ConversationSummary,
  state: ConversationState,
  now: number,
  t: Translate,
  formats: Formats,
): ReactNode {
  const { triage, isPinned, isMuted } = conversation
  if (state !== 'expired' && triage === null && !isMuted && !isPinned) return null
  const until = triage?.kind === 'snoozed' ? triage.until : null
  const time = until === null ? '' : formats.soonTime(instantOf(until), now)
  return (
    <>
      {state === 'expired' ? (
        <Sign icon={TimerOff} words={t('desk.mark.expired')} look="text-danger" />
      ) : null}
      {triage === null ? null : triage.kind === 'done' ? (
        <Sign icon={Check} words={t('desk.mark.done')} />
      ) : (
        <span
          className={classNames(MARK, 'text-soft')}
          title={t(until === null ? 'desk.mark.snoozedUntilTheyWrite' : 'desk.mark.snoozed', { time })}
        >
          <AlarmClock size={12} aria-hidden />
          {until === null ? t('desk.mark.snoozedUntilTheyWrite') : time}
        </span>
      )}
      {isMuted ? <Sign icon={BellOff} words={t('desk.mark.muted')} /> : null}
      {isPinned ? <Sign icon={Pin} words={t('desk.mark.pinned')} /> : null}
    </>
  )
}

/** A picture that has a name. */
function Sign(props: { icon: LucideIcon; words: string; look?: string }) {
  const { icon: Icon, words, look = 'text-soft' } = props
  return (
    <Icon size={14} role="img" aria-label={words} className={classNames('shrink-0', look)}>
      <title>{words}</title>
    </Icon>
  )
}

/** What a draft or the last message says; the open conversation shows its draft in the composer. */
function preview(
  { draft, last }: ConversationSummary,
  open: boolean,
  t: Translate,
  formats: Formats,
): ReactNode {
  if (!isBlank(draft) && !open) {
    return (
      <>
        <span className="font-medium text-accent">{t('inbox.draft')}</span>{' '}
        <EmoticonText text={previewOf({ kind: 'text', text: draft }, t, formats)} />
      </>
    )
  }
  if (!last) return t('inbox.noMessages')
  const words = previewOf(last.part, t, formats)
  return EmoticonText({ text: said() })

  function said(): string {
    if (last?.direction === 'out') return t('inbox.you', { preview: words })
    return last?.sender ? t('inbox.said', { name: senderName(last.sender, t), preview: words }) : words
  }
}
