import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message, SendState } from '#shared/model/message.ts'
import { useAction, useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { sendAgainHelps } from '../../words/message-words.ts'

const TONE: Record<SendState, string> = {
  queued: 'text-soft',
  uploading: 'text-soft',
  sending: 'text-soft',
  accepted: 'text-soft',
  unconfirmed: 'text-warn',
  refused: 'text-danger',
  cancelled: 'text-soft',
  'waiting-for-contact': 'text-warn',
}

/** Under an own message: its state, why, and what helps. `last` of a group also says the time. */
export function MessageStatus({
  message,
  contact,
  last,
}: {
  message: Message
  contact: string
  last: boolean
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { sending } = message
  if (!sending) {
    const elsewhere = message.origin === 'elsewhere'
    if (!last && !elsewhere) return null
    return (
      <p className="mt-1 text-right text-meta text-soft">
        {elsewhere ? `${t('message.elsewhere')} · ` : null}
        {formats.time(message.at)}
      </p>
    )
  }
  if (sending.state === 'accepted' && !last) return null
  const { reason, piece, resolution } = sending
  return (
    <div className="mt-1 max-w-(--measure) text-right text-meta text-pretty text-soft">
      {piece && sending.state !== 'accepted'
        ? `${t('message.piece', { index: piece.index, count: piece.count })} · `
        : null}
      <span className="whitespace-nowrap">
        <span className={classNames('font-medium', resolution === null && TONE[sending.state])}>
          {t(`message.state.${sending.state}`)}
        </span>
        {` · ${formats.time(message.at)}`}
      </span>
      {resolution !== null ? ` · ${t(`message.resolution.${resolution}`)}` : null}
      {reason !== null && resolution === null && sending.state !== 'accepted' ? (
        <span title={sending.serverText ? t('message.serverSaid', { text: sending.serverText }) : undefined}>
          {` · ${t(`message.reason.${reason}`)}`}
        </span>
      ) : null}
      {resolution === null ? <StatusActions message={message} contact={contact} /> : null}
    </div>
  )
}

/** The action that helps in this state, if there is one. */
function StatusActions({ message, contact }: { message: Message; contact: string }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const action = useAction()
  const now = useNow('minute')
  const [asking, setAsking] = useState(false)
  const conversation = useReplica((replica) => replica.conversations.get(message.conversationId))
  const { id, sending } = message
  const sendAgain = () => void action.run(() => client.request('outbox.sendAgain', { id }))
  const small = { size: 'small', look: 'link', disabled: action.busy, className: 'ml-1' } as const
  const error = action.error ? <ErrorLine code={action.error} className="justify-end" /> : null
  switch (sending?.state) {
    case 'queued':
    case 'uploading':
      return (
        <>
          <Button {...small} onClick={() => void action.run(() => client.request('outbox.cancel', { id }))}>
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
          <Button
            {...small}
            onClick={() => void action.run(() => client.request('outbox.markAsSent', { id }))}
          >
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
              sendAgain()
            }}
          />
          {error}
        </>
      )
    case 'refused':
      return (
        <>
          {conversation && sendAgainHelps(sending.reason, conversation, now) ? (
            <Button {...small} onClick={sendAgain}>
              {t('message.action.sendAgain')}
            </Button>
          ) : null}
          <Button {...small} onClick={() => void action.run(() => client.request('outbox.discard', { id }))}>
            {t('message.action.discard')}
          </Button>
          {error}
        </>
      )
    default:
      return null
  }
}
