import { useState } from 'react'
import type { Message } from '#shared/model/message.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useNow, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { HeldFor } from './held-for.tsx'
import { SEND_ACTION_WORDS, sendActionsOf } from './send-actions.ts'
import { SendAgainQuestion } from './send-again-question.tsx'
import { useSendAction } from './use-send-action.ts'

/** The actions that help in an own message's state. What waits has them where it is listed. */
export function MessageActions({ message, contact }: { message: Message; contact: string }) {
  const { t } = useTranslation()
  const doing = useAction()
  const now = useNow('minute')
  const [asking, setAsking] = useState(false)
  const conversation = useReplica((replica) => replica.conversations.get(message.conversationId))
  const act = useSendAction(message.conversationId)
  const state = message.sending?.state
  const actions = state === 'waiting-for-contact' ? [] : sendActionsOf(message, conversation, now)
  if (actions.length === 0) return null
  return (
    <>
      {state === 'held' ? <HeldFor message={message} /> : null}
      {actions.map((action) => (
        <Button
          key={action}
          size="small"
          look="link"
          disabled={doing.busy}
          className="-mr-1 ml-2"
          onClick={({ currentTarget }) => {
            if (action === 'send-again' && state === 'unconfirmed') setAsking(true)
            else void doing.run(() => act(action, message, currentTarget))
          }}
        >
          {t(SEND_ACTION_WORDS[action])}
        </Button>
      ))}
      {state === 'unconfirmed' ? (
        <SendAgainQuestion
          open={asking}
          contact={contact}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            void doing.run(() => act('send-again', message, null))
          }}
        />
      ) : null}
      {doing.error ? <ErrorLine code={doing.error} className="justify-end" /> : null}
    </>
  )
}
