import { useState } from 'react'
import type { Message } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import { isRetriable, sendAgainHelps } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useTakeBack } from '../../parts/composing/use-take-back.ts'
import { useAction, useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { HeldFor } from './held-for.tsx'

/** Whether what a message says can stand in the message box again. */
function isEditable({ parts, broadcast }: Message): boolean {
  return parts[0]?.kind === 'text' && broadcast === null
}

type Ask = 'outbox.cancel' | 'outbox.retry' | 'outbox.sendAgain' | 'outbox.markAsSent' | 'outbox.discard'

/** The action that helps in an own message's state, if there is one. */
export function MessageActions({ message, contact }: { message: Message; contact: string }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const action = useAction()
  const now = useNow('minute')
  const [asking, setAsking] = useState(false)
  const conversation = useReplica((replica) => replica.conversations.get(message.conversationId))
  const { id, sending } = message
  const takeBack = useTakeBack(message.conversationId)
  const ask = (name: Ask) => void action.run(() => client.request(name, { id }))
  const small = { size: 'small', look: 'link', disabled: action.busy, className: 'ml-1' } as const
  const error = action.error ? <ErrorLine code={action.error} className="justify-end" /> : null
  if (sending === null) return null
  const back = (from: HTMLElement) => void action.run(() => takeBack(id, from))
  switch (sending.state) {
    case 'held':
      return (
        <>
          <HeldFor message={message} />
          <Button {...small} onClick={(event) => back(event.currentTarget)}>
            {t('message.action.undo')}
          </Button>
          {error}
        </>
      )
    case 'queued':
    case 'uploading':
      return (
        <>
          {isEditable(message) ? (
            <Button {...small} onClick={(event) => back(event.currentTarget)}>
              {t('waiting.edit')}
            </Button>
          ) : null}
          <Button {...small} onClick={() => ask('outbox.cancel')}>
            {t('message.action.cancel')}
          </Button>
          {error}
        </>
      )
    case 'unconfirmed':
      return (
        <>
          <Button {...small} onClick={() => setAsking(true)}>
            {t('message.action.sendAgain')}
          </Button>
          <Button {...small} onClick={() => ask('outbox.markAsSent')}>
            {t('message.action.markAsSent')}
          </Button>
          <Confirm
            open={asking}
            title={t('message.again.title')}
            body={t('message.again.body', { name: contact })}
            confirm={t('message.action.sendAgain')}
            look="primary"
            onCancel={() => setAsking(false)}
            onConfirm={() => {
              setAsking(false)
              ask('outbox.sendAgain')
            }}
          />
          {error}
        </>
      )
    case 'refused':
      return (
        <>
          {isRetriable(message) ? (
            <Button {...small} onClick={() => ask('outbox.retry')}>
              {t('message.action.retry')}
            </Button>
          ) : conversation && sendAgainHelps(sending.reason, conversation, now) ? (
            <Button {...small} onClick={() => ask('outbox.sendAgain')}>
              {t('message.action.sendAgain')}
            </Button>
          ) : null}
          <Button {...small} onClick={() => ask('outbox.discard')}>
            {t('message.action.discard')}
          </Button>
          {error}
        </>
      )
    case 'sending':
    case 'accepted':
    case 'cancelled':
    case 'waiting-for-contact':
      return null
    default:
      return unreachable(sending.state)
  }
}
