import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { SendReason } from '#shared/model/message.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useTakeBack } from '../../parts/composing/use-take-back.ts'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { EmoticonText } from '../../ui/emoticon-text.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Why a message stayed behind that the contact has nothing to do with. */
const STAYED: ReadonlySet<SendReason | null> = new Set<SendReason>([
  'ended-before',
  'time-missed',
  'account-not-online',
  'account-may-be-muted',
  'file-missing',
  'quota-used',
  'restored',
])

/** What waits for the contact to write (P5): to change, to drop, or to send once they have. */
export function WaitingMessages(props: { conversation: ConversationSummary; contact: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { client } = useServices()
  const action = useAction()
  const { conversation, contact } = props
  const takeBack = useTakeBack(conversation.id)
  const log = useReplica((replica) => replica.logs.get(conversation.id))
  const waiting = log?.messages.filter((one) => one.sending?.state === 'waiting-for-contact') ?? []
  const count = Math.max(conversation.waiting, waiting.length)
  if (count === 0) return null
  // what did not leave at its time needs nobody to write
  const stayed = waiting.some(({ sending }) => sending !== null && STAYED.has(sending.reason))

  return (
    <section aria-label={t('waiting.title')} className="shrink-0 border-t bg-warn-wash px-4 py-2">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-preview">
          <span className="font-semibold">{t('waiting.title')}</span>{' '}
          <span className="text-soft">
            {conversation.waitingOffered
              ? t(stayed ? 'waiting.stayed' : 'waiting.offered', { name: contact })
              : t('waiting.held', { count, name: contact })}
          </span>
        </p>
        <Button
          look={conversation.waitingOffered ? 'primary' : 'plain'}
          size="small"
          disabled={!conversation.waitingOffered || action.busy}
          onClick={() =>
            void action.run(() => client.request('outbox.sendWaiting', { conversationId: conversation.id }))
          }
        >
          {t('waiting.sendAll')}
        </Button>
      </div>
      <ul className="mt-1 max-h-28 overflow-y-auto">
        {waiting.map(({ id, parts, broadcast, sending }) => (
          <li key={id} className="flex items-center gap-1 border-t first:border-t-0">
            <span dir="auto" className="min-w-0 flex-1 truncate text-preview">
              {parts[0] ? <EmoticonText text={previewOf(parts[0], t, formats)} /> : null}
              {sending !== null && STAYED.has(sending.reason) && sending.reason !== null ? (
                <span
                  className="block truncate text-meta text-soft"
                  title={t(`message.reason.${sending.reason}`)}
                >
                  {t(`message.reason.${sending.reason}`)}
                </span>
              ) : null}
            </span>
            {parts[0]?.kind === 'text' && broadcast === null ? (
              <Button
                look="quiet"
                size="small"
                disabled={action.busy}
                onClick={({ currentTarget }) => void action.run(() => takeBack(id, currentTarget))}
              >
                {t('waiting.edit')}
              </Button>
            ) : null}
            <Button
              look="quiet"
              size="small"
              disabled={action.busy}
              onClick={() => void action.run(() => client.request('outbox.discard', { id }))}
            >
              {t('waiting.discard')}
            </Button>
          </li>
        ))}
      </ul>
      {count > waiting.length ? (
        <p className="text-meta text-soft">{t('waiting.more', { count: count - waiting.length })}</p>
      ) : null}
      {action.error ? <ErrorLine code={action.error} /> : null}
    </section>
  )
}
