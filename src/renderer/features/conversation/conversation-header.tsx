import { ArrowLeft, Check, Clock, MessageSquareText, RotateCcw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isOpen } from '#shared/model/conversation-state.ts'
import { isGroupContact } from '#shared/model/group.ts'
import { QUOTA } from '#shared/model/reply-window.ts'
import { accountName } from '../../formatting/names.ts'
import { quotaWords, windowWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { HistoryItems } from '../../parts/contact/history-items.tsx'
import { TagsDialog } from '../../parts/contact/tags-dialog.tsx'
import { useTriage } from '../../parts/triage/use-triage.ts'
import { useFormats, useReplyMeters } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Meter } from '../../ui/meter.tsx'
import { urgencyText, WindowRing } from '../../ui/window-ring.tsx'
import { DateJump } from './date-jump.tsx'
import { RenameContact } from './rename-contact.tsx'

const DAY_MINUTES = 24 * 60

/** The same contact through another account. */
export interface OtherRoute {
  conversation: ConversationSummary
  account: AccountSummary
}

/** Who it is, through which account, and how long and how often one can still answer. */
export function ConversationHeader(props: {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  contact: string
  /** Stands in a column, where list and conversation always share one place. */
  inColumn: boolean
  /** Conversations with the same contact through other accounts, the best way first. */
  also: readonly OtherRoute[]
  onShow: (conversation: ConversationSummary) => void
  /** Back to the list, where list and conversation share one place. */
  onBack: () => void
  onDate: (at: number) => Promise<boolean>
  /** Searches the conversation. */
  onFind: () => void
  /** What shows the contact's panel; null where there is none. */
  panelSwitch: ReactNode
}) {
  const { t } = useTranslation()
  const { conversation, account, contact, inColumn } = props
  const [nearest, ...others] = props.also
  const [asking, setAsking] = useState<'date' | 'rename' | 'tags' | null>(null)
  const { ui } = useServices()
  const own = account ? accountName(account, t) : ''
  return (
    <header
      data-account-colour={account?.colour}
      className="relative flex h-(--head-height) shrink-0 items-center gap-3 border-b bg-page pr-3 pl-4 @max-[360px]:gap-1.5"
    >
      <span aria-hidden className="absolute inset-y-3 left-0 w-[3px] rounded-full bg-account" />
      <IconButton
        label={t('action.back')}
        onClick={props.onBack}
        className={inColumn ? '-ml-2' : 'split:hidden'}
      >
        <ArrowLeft size={16} aria-hidden />
      </IconButton>
      <span className="inline-flex @max-[560px]:hidden">
        <Avatar name={contact} of={conversation.contactUserId} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <h2 className="truncate text-title leading-5 font-semibold">{contact}</h2>
        <span className="flex min-w-0 gap-1.5 text-meta whitespace-nowrap text-soft">
          {own === '' ? null : <span className="truncate">{t('conversation.via', { account: own })}</span>}
          {nearest ? (
            <button
              type="button"
              onClick={() => props.onShow(nearest.conversation)}
              className="min-w-0 truncate rounded-control text-accent hover:underline"
            >
              {t('conversation.alsoVia', { account: accountName(nearest.account, t) })}
            </button>
          ) : null}
        </span>
      </div>
      {isGroupContact(conversation.contactUserId) ? null : (
        <Meters conversation={conversation} account={account} />
      )}
      <Finish conversation={conversation} />
      {props.panelSwitch}
      <Menu label={t('conversation.more', { name: contact })}>
        <MenuItem onSelect={props.onFind}>{t('find.menu')}</MenuItem>
        <MenuItem onSelect={() => setAsking('date')}>{t('conversation.toDate')}</MenuItem>
        <MenuItem onSelect={() => ui.setState({ gallery: conversation.id })}>
          {t('media.gallery.menu')}
        </MenuItem>
        <MenuItem onSelect={() => setAsking('rename')}>{t('conversation.rename')}</MenuItem>
        <MenuItem onSelect={() => setAsking('tags')}>{t('contactPanel.tagsMenu')}</MenuItem>
        {others.map((other) => (
          <MenuItem key={other.conversation.id} onSelect={() => props.onShow(other.conversation)}>
            {t('conversation.alsoVia', { account: accountName(other.account, t) })}
          </MenuItem>
        ))}
        <HistoryItems id={conversation.id} />
      </Menu>
      <DateJump open={asking === 'date'} onClose={() => setAsking(null)} onDate={props.onDate} />
      <TagsDialog
        open={asking === 'tags'}
        conversation={conversation}
        contact={contact}
        onClose={() => setAsking(null)}
      />
      <RenameContact
        open={asking === 'rename'}
        conversation={conversation}
        contact={contact}
        onClose={() => setAsking(null)}
      />
    </header>
  )
}

/** Ends the conversation for now, or takes that back. */
function Finish({ conversation }: { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  const triage = useTriage()
  const ids = [conversation.id]
  const isHere = isOpen(conversation)
  return (
    <span className="flex shrink-0">
      <IconButton
        label={t(isHere ? 'desk.done' : 'desk.reopen')}
        onClick={() => triage.mark(ids, { kind: isHere ? 'done' : 'reopen' })}
      >
        {isHere ? <Check size={16} aria-hidden /> : <RotateCcw size={16} aria-hidden />}
      </IconButton>
      <IconButton label={t('desk.snooze')} onClick={() => triage.snooze(ids)} className="@max-[440px]:hidden">
        <Clock size={16} aria-hidden />
      </IconButton>
    </span>
  )
}

function Meters({
  conversation,
  account,
}: {
  conversation: ConversationSummary
  account: AccountSummary | undefined
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { now, shown } = useReplyMeters(conversation, account?.state)
  const { window: state, left, minutes } = shown
  const words = windowWords(state, now, t, formats)
  const quota = quotaWords(state, left, t)
  return (
    <div className="flex shrink-0 items-center gap-4 text-preview @max-[440px]:max-w-24 @max-[560px]:flex-col @max-[560px]:items-end @max-[560px]:gap-0 @max-[560px]:text-meta">
      <Measure
        label={t('conversation.replyWindow')}
        value={minutes}
        max={DAY_MINUTES}
        words={words}
        className={urgencyText(state)}
      >
        <WindowRing state={state} />
        <span className="truncate">{words}</span>
      </Measure>
      <Measure
        label={t('conversation.messagesLeft')}
        value={left}
        max={QUOTA}
        words={quota}
        className={classNames(left === 0 ? urgencyText(state) : left <= 2 ? 'text-warn' : 'text-soft')}
      >
        <MessageSquareText size={14} aria-hidden />
        <span className="truncate">{left === 0 ? t('window.left', { count: 0 }) : quota}</span>
      </Measure>
    </div>
  )
}

function Measure(props: {
  label: string
  value: number
  max: number
  words: string
  className: string
  children: ReactNode
}) {
  return (
    <Meter
      {...props}
      className={classNames('flex max-w-full items-center gap-1.5 font-medium', props.className)}
    />
  )
}
