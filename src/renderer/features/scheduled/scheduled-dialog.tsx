import { type ReactNode, useId, useMemo } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ScheduledActions } from '../../parts/schedule/scheduled-actions.tsx'
import { ScheduledFiles } from '../../parts/schedule/scheduled-files.tsx'
import { useScheduled } from '../../parts/schedule/use-scheduled.ts'
import { useAccount, useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** Everything that is scheduled, of all accounts, and above it what stayed behind when its time came. */
export function ScheduledDialog(props: {
  onOpen: (conversation: ConversationSummary) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const scheduled = useScheduled(null)
  const conversations = useReplica((replica) => replica.conversations)
  const unsent = useMemo(() => [...conversations.values()].filter((one) => one.unsent > 0), [conversations])
  const { onOpen } = props
  return (
    <Dialog open title={t('schedule.all.title')} onClose={props.onClose} width="medium">
      {unsent.length > 0 ? (
        <Part title={t('schedule.all.notSent')} hint={t('schedule.all.notSentHint')}>
          {unsent.map((conversation) => (
            <li key={conversation.id} className="flex items-center gap-3 border-t py-2 first:border-t-0">
              <Contact conversation={conversation} />
              <span className="text-preview text-warn">
                {t('inbox.waiting', { count: conversation.unsent })}
              </span>
              <Button size="small" className="ml-auto" onClick={() => onOpen(conversation)}>
                {t('schedule.all.open')}
              </Button>
            </li>
          ))}
        </Part>
      ) : null}
      {scheduled.length === 0 ? (
        <p className="text-soft">{t('schedule.all.none')}</p>
      ) : (
        <ul aria-label={t('schedule.state')}>
          {scheduled.map((message) => {
            const conversation = conversations.get(message.conversationId)
            return conversation ? (
              <Line key={message.id} message={message} conversation={conversation} onOpen={onOpen} />
            ) : null
          })}
        </ul>
      )}
    </Dialog>
  )
}

function Part(props: { title: string; hint: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="mb-4 border-b pb-2">
      <h3 id={heading} className="font-semibold">
        {props.title}
      </h3>
      <p className="text-preview text-soft">{props.hint}</p>
      <ul>{props.children}</ul>
    </section>
  )
}

function Contact({ conversation }: { conversation: ConversationSummary }) {
  return <span className="truncate font-medium">{useName(conversation)}</span>
}

function useName(conversation: ConversationSummary): string {
  const { t } = useTranslation()
  const account = useAccount(conversation.accountId)
  return contactName(conversation, account, t)
}

function Line(props: {
  message: ScheduledMessage
  conversation: ConversationSummary
  onOpen: (conversation: ConversationSummary) => void
}) {
  const formats = useFormats()
  const now = useNow('minute')
  const { message, conversation, onOpen } = props
  const name = useName(conversation)
  return (
    <li className="border-t py-2 first:border-t-0">
      <div className="flex items-baseline gap-3">
        <button
          type="button"
          className="min-w-0 truncate rounded-control font-medium hover:underline"
          onClick={() => onOpen(conversation)}
        >
          {name}
        </button>
        <span className="ml-auto text-preview whitespace-nowrap text-soft tabular-nums">
          {formats.soonTime(instantOf(message.due), now)}
        </span>
      </div>
      {message.text === '' ? null : (
        <p dir="auto" className="line-clamp-2 text-preview whitespace-pre-wrap wrap-anywhere">
          {message.text}
        </p>
      )}
      <ScheduledFiles files={message.files} />
      <div className="text-meta">
        <ScheduledActions message={message} contact={name} onEdit={() => onOpen(conversation)} />
      </div>
    </li>
  )
}
