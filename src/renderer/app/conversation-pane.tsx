import { type ReactNode, useCallback, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { Composer } from '../features/composer/composer.tsx'
import { AccountBanner } from '../features/conversation/account-banner.tsx'
import { ConversationHeader } from '../features/conversation/conversation-header.tsx'
import { type MarksByMessage, MarksProvider } from '../features/conversation/marks.tsx'
import { MessageLog } from '../features/conversation/message-log.tsx'
import { WaitingMessages } from '../features/conversation/waiting-messages.tsx'
import { contactName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { DropOverlay } from '../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../parts/drop/use-drop-place.ts'
import type { Going } from '../store/history.ts'
import { useAccount, useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { Banner } from '../ui/banner.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { isWritable } from '../ui/writable.ts'
import { ContactSwitch } from './contact-side.tsx'
import { Finding, useFinding } from './finding.tsx'
import { useGoal } from './use-goal.ts'
import { useOtherRoutes } from './use-other-routes.ts'

export interface ConversationPaneProps {
  id: ConversationId
  /** It stands in a column of the side-by-side screen, whose tools stand in its head. */
  columnTools?: ReactNode
  /** It was opened by hand just now, so its message box takes the focus. */
  takesFocus?: boolean
  onLeave: () => void
  /** Another conversation is to be shown: the same contact through another account. */
  onShow: (conversation: ConversationSummary) => void
}

/** One conversation with everything it needs; the same wherever it is opened. */
export function ConversationPane(props: ConversationPaneProps) {
  const { id } = props
  const conversation = useReplica((replica) => replica.conversations.get(id))
  return conversation ? <Pane key={id} {...props} conversation={conversation} /> : null
}

function Pane(props: ConversationPaneProps & { conversation: ConversationSummary }) {
  const { conversation, columnTools = null, takesFocus = true, onLeave } = props
  const inColumn = columnTools !== null
  const { t } = useTranslation()
  const { history } = useServices()
  const account = useAccount(conversation.accountId)
  const also = useOtherRoutes(conversation)
  const [goal, setGoal] = useState<{ id: MessageId } | null>(null)
  const [problem, setProblem] = useState<'not-found' | 'failed' | null>(null)
  const contact = contactName(conversation, account, t)
  const { id } = conversation
  const isGroup = isGroupContact(conversation.contactUserId)
  const target = { kind: 'conversation', id } as const
  const place = useDropPlace<HTMLElement>(target)

  /** Goes to the message that is looked for, unless somebody goes on to something else before it is there. */
  const go = useCallback(async (look: () => Promise<Going>): Promise<Going['kind'] | 'failed'> => {
    setProblem(null)
    try {
      const going = await look()
      if (going.kind === 'there') setGoal({ id: going.messageId })
      return going.kind
    } catch {
      setProblem('failed')
      return 'failed'
    }
  }, [])
  const jump = useCallback(
    async (messageId: MessageId) => {
      const end = await go(() => history.find(id, messageId))
      if (end === 'none') setProblem('not-found')
      return end === 'there'
    },
    [go, history, id],
  )

  const jumpTo = useCallback((messageId: MessageId) => void jump(messageId), [jump])
  const { searched, marks } = useGoal(id, jump, () => readOn(place.ref.current))
  const finding = useFinding(place.ref, !inColumn, searched)
  const [found, setFound] = useState<MarksByMessage | null>(null)

  const toDate = useCallback(
    async (at: number) => (await go(() => history.toTime(id, at))) !== 'none',
    [go, history, id],
  )

  return (
    <section
      ref={place.ref}
      aria-label={t('conversation.region', { name: contact })}
      data-conversation-pane={id}
      className="@container relative flex h-full min-w-0 flex-col bg-page"
      onKeyDown={(event) => {
        const { target, currentTarget, key, defaultPrevented } = event
        if (key !== 'Escape' || defaultPrevented || isWritable(target)) return
        // What a dialog or a menu of this conversation hears stands elsewhere in the page.
        if (!(target instanceof Node) || !currentTarget.contains(target)) return
        event.preventDefault()
        onLeave()
      }}
    >
      <DropOverlay target={target} isOver={place.isOver} />
      <ConversationHeader
        conversation={conversation}
        account={account}
        contact={contact}
        columnTools={columnTools}
        also={also}
        onShow={props.onShow}
        onBack={onLeave}
        onDate={toDate}
        onFind={finding.begin}
        panelSwitch={inColumn ? null : <ContactSwitch />}
      />
      {finding.start === null ? null : (
        <Finding
          id={id}
          start={finding.start}
          asked={finding.asked}
          onGo={jumpTo}
          onMarks={setFound}
          onClose={() => {
            setFound(null)
            finding.end()
          }}
        />
      )}
      {account ? <AccountBanner account={account} /> : null}
      {problem ? (
        <Banner tone="info" role="status">
          {t(problem === 'not-found' ? 'message.quote.notFound' : 'conversation.loadFailed')}
        </Banner>
      ) : null}
      <MarksProvider value={found ?? marks}>
        <MessageLog conversation={conversation} contact={contact} target={goal} onJump={jumpTo} />
      </MarksProvider>
      <WaitingMessages conversation={conversation} contact={contact} />
      {isGroup ? (
        <Banner tone="info" role="status">
          {t('conversation.group')}
        </Banner>
      ) : (
        <Composer
          conversation={conversation}
          account={account}
          contact={contact}
          takesFocus={takesFocus}
          onLeave={onLeave}
        />
      )}
    </section>
  )
}

/**
 * Brings the keys into the history: whoever looks at a hit reads, and writes to nobody (P17). The hit may have taken
 * time to load, so they are not taken out of a field or a dialog that was gone to meanwhile.
 */
function readOn(place: HTMLElement | null): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (!isWritable(document.activeElement) && !isModalOpen())
        place?.querySelector<HTMLElement>('[role="log"]')?.focus()
    }),
  )
}
