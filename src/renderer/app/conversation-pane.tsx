import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { Composer } from '../features/composer/composer.tsx'
import { ConversationHeader } from '../features/conversation/conversation-header.tsx'
import { MessageLog } from '../features/conversation/message-log.tsx'
import { WaitingMessages } from '../features/conversation/waiting-messages.tsx'
import { useAccount, useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { Banner } from '../ui/banner.tsx'
import { contactName } from '../words/names.ts'

/** One conversation with everything it needs; the same wherever it is opened. */
export function ConversationPane({ id, onLeave }: { id: ConversationId; onLeave: () => void }) {
  const conversation = useReplica((replica) => replica.conversations.get(id))
  return conversation ? <Pane key={id} conversation={conversation} onLeave={onLeave} /> : null
}

function Pane({ conversation, onLeave }: { conversation: ConversationSummary; onLeave: () => void }) {
  const { t } = useTranslation()
  const { history, drafts } = useServices()
  const account = useAccount(conversation.accountId)
  const [target, setTarget] = useState<{ id: MessageId } | null>(null)
  const [problem, setProblem] = useState<'not-found' | 'failed' | null>(null)
  const contact = contactName(conversation, account, t)
  const { id } = conversation

  const jump = useCallback(
    async (messageId: MessageId) => {
      setProblem(null)
      try {
        if (await history.find(id, messageId)) setTarget({ id: messageId })
        else setProblem('not-found')
      } catch {
        setProblem('failed')
      }
    },
    [history, id],
  )

  async function toDate(at: number): Promise<boolean> {
    const found = await history.toTime(id, at)
    if (found !== null) setTarget({ id: found })
    return found !== null
  }

  return (
    <section
      aria-label={t('conversation.region', { name: contact })}
      className="flex h-full min-w-0 flex-col bg-page"
    >
      <ConversationHeader
        conversation={conversation}
        account={account}
        contact={contact}
        onBack={onLeave}
        onDate={toDate}
      />
      {account?.maybeMuted ? (
        <Banner tone="warn" role="alert">
          {t('conversation.muted')}
        </Banner>
      ) : null}
      {problem ? (
        <Banner tone="info" role="status">
          {t(problem === 'not-found' ? 'message.quote.notFound' : 'conversation.loadFailed')}
        </Banner>
      ) : null}
      <MessageLog
        conversation={conversation}
        contact={contact}
        target={target}
        onJump={(messageId) => void jump(messageId)}
      />
      <WaitingMessages
        conversation={conversation}
        contact={contact}
        onEdit={(text) => {
          const written = drafts.texts.getState().get(id) ?? conversation.draft
          drafts.type(id, written === '' ? text : `${written}\n${text}`)
        }}
      />
      <Composer conversation={conversation} account={account} contact={contact} onLeave={onLeave} />
    </section>
  )
}
