import { ArrowLeft, Check, Clock, RotateCcw } from 'lucide-react'
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isOpen } from '#shared/model/conversation-state.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useTriage } from '../../parts/triage/use-triage.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { StateDot } from '../../ui/state-dot.tsx'
import { HeaderMenu, type OtherRoute } from './header-menu.tsx'
import { Meters } from './meters.tsx'

export interface ConversationHeaderProps {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  contact: string
  /** What moves its column and takes it away, where it stands in one; null elsewhere. */
  columnTools: ReactNode
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
}

/** Who it is, through which account, and how long and how often one can still answer. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { ref, isOpen, onOpenChange } = useHeadMenu()
  const inColumn = props.columnTools !== null
  const { id, contactUserId, contactAlias } = props.conversation
  const asked = useMemo(() => ({ id, contactUserId, contactAlias }), [id, contactUserId, contactAlias])
  const menu = (
    <HeaderMenu
      conversation={asked}
      contact={props.contact}
      also={props.also}
      onShow={props.onShow}
      onDate={props.onDate}
      onFind={props.onFind}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    />
  )
  return (
    <header
      ref={ref}
      data-account-colour={props.account?.colour}
      className={classNames(
        'relative isolate shrink-0 border-b',
        inColumn
          ? 'bg-panel pt-1.5 pr-1 pb-1 pl-4'
          : 'flex h-(--head-height) items-center gap-3 bg-page pr-3 pl-4 @max-[360px]:gap-1.5',
      )}
    >
      {inColumn ? <ColumnHead {...props} menu={menu} /> : <PageHead {...props} menu={menu} />}
    </header>
  )
}

type HeadProps = ConversationHeaderProps & { menu: ReactNode }

function PageHead(props: HeadProps) {
  const { t } = useTranslation()
  const { conversation, account, contact } = props
  return (
    <>
      <span aria-hidden className="absolute inset-y-3 left-0 w-[3px] rounded-full bg-account" />
      <Back onBack={props.onBack} className="split:hidden" />
      <span className="inline-flex @max-[560px]:hidden">
        <Avatar name={contact} of={conversation.contactUserId} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <h2 className="truncate text-title leading-5 font-semibold">{contact}</h2>
        <Routes
          also={props.also}
          onShow={props.onShow}
          words={account ? t('conversation.via', { account: accountName(account, t) }) : ''}
        />
      </div>
      <MetersOf {...props} />
      <Finish id={conversation.id} isHere={isOpen(conversation)} />
      {props.panelSwitch}
      {props.menu}
    </>
  )
}

/** The one head of a column: the conversation, and below it the account with what the column can do. */
function ColumnHead(props: HeadProps) {
  const { t } = useTranslation()
  const { conversation, account, contact } = props
  return (
    <>
      <span aria-hidden className="absolute inset-x-0 top-0 h-[3px] bg-account" />
      <div className="flex items-center">
        <Back onBack={props.onBack} className="-ml-2" />
        <h2 className="min-w-0 flex-1 truncate text-title leading-5 font-semibold">{contact}</h2>
        <Finish id={conversation.id} isHere={isOpen(conversation)} />
        {props.menu}
      </div>
      <div className="flex flex-wrap items-center gap-x-3">
        <span className="flex min-w-0 flex-1 items-center gap-2">
          {account ? <StateDot state={account.state} /> : null}
          <Routes also={props.also} onShow={props.onShow} words={account ? accountName(account, t) : ''} />
        </span>
        <span className="order-last flex min-w-0 basis-full @min-[480px]:order-none @min-[480px]:basis-auto">
          <MetersOf {...props} inLine />
        </span>
        {props.columnTools}
      </div>
    </>
  )
}

/** The menu of a head, opened by its button or by the pointer anywhere in the head. */
function useHeadMenu() {
  const [isOpen, setOpen] = useState(false)
  const ref = useCallback((head: HTMLElement | null) => {
    function onMenu(event: Event): void {
      event.preventDefault()
      setOpen(true)
    }
    head?.addEventListener('contextmenu', onMenu)
    return () => head?.removeEventListener('contextmenu', onMenu)
  }, [])
  return { ref, isOpen, onOpenChange: setOpen }
}

const Back = memo(function Back({ onBack, className }: { onBack: () => void; className: string }) {
  const { t } = useTranslation()
  return (
    <IconButton label={t('action.back')} onClick={onBack} className={className}>
      <ArrowLeft size={16} aria-hidden />
    </IconButton>
  )
})

/** Through which account one answers, and the nearest other one that reaches the same contact. */
const Routes = memo(function Routes({
  words,
  also: [nearest],
  onShow,
}: Pick<ConversationHeaderProps, 'also' | 'onShow'> & { words: string }) {
  const { t } = useTranslation()
  return (
    <span className="flex min-w-0 gap-1.5 text-meta whitespace-nowrap text-soft">
      {words === '' ? null : <span className="truncate">{words}</span>}
      {nearest ? (
        <button
          type="button"
          onClick={() => onShow(nearest.conversation)}
          className="min-w-0 truncate rounded-control text-accent hover:underline"
        >
          {t('conversation.alsoVia', { account: accountName(nearest.account, t) })}
        </button>
      ) : null}
    </span>
  )
})

/** Nobody can answer a group, so nothing is measured there. */
function MetersOf(props: Pick<ConversationHeaderProps, 'conversation' | 'account'> & { inLine?: boolean }) {
  const { conversation, account, inLine = false } = props
  if (isGroupContact(conversation.contactUserId)) return null
  return <Meters conversation={conversation} account={account} inLine={inLine} />
}

/** Ends the conversation for now, or takes that back. Like all of a head but its meters, no message has it drawn again. */
const Finish = memo(function Finish({ id, isHere }: { id: ConversationId; isHere: boolean }) {
  const { t } = useTranslation()
  const triage = useTriage()
  const ids = [id]
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
})
