import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { kindWord } from '../../../formatting/message-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'

/** What became of the messages of a test, in sending order. */
export function TestStates({
  conversation,
  ids,
}: {
  conversation: ConversationId
  ids: readonly MessageId[]
}) {
  const { t } = useTranslation()
  const log = useReplica((replica) => replica.logs.get(conversation))
  const messages = ids.flatMap((id) => log?.messages.find((message) => message.id === id) ?? [])
  return (
    <div role="status">
      <ol aria-label={t('broadcastDraft.test.states')} className="flex flex-col gap-0.5 text-preview">
        {messages.map((message) => (
          <State key={message.id} message={message} />
        ))}
      </ol>
    </div>
  )
}

function State({ message: { parts, sending } }: { message: Message }) {
  const { t } = useTranslation()
  const [part] = parts
  if (part === undefined || sending === null) return null
  const { state, reason } = sending
  return (
    <li>
      {kindWord(part.kind, t)} · <span className="font-medium">{t(`message.state.${state}`)}</span>
      {reason === null || state === 'accepted' ? null : (
        <span className="text-soft"> · {t(`message.reason.${reason}`)}</span>
      )}
    </li>
  )
}
