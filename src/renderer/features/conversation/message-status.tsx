import type { Message, SendReason, SendState } from '#shared/model/message.ts'
import { isSaidOnce } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ProgramPart } from '../../parts/programs/program-part.tsx'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { BroadcastPart } from './broadcast-part.tsx'
import { MessageActions } from './message-actions.tsx'
import { UploadProgress } from './upload-progress.tsx'

const TONE: Record<SendState, string> = {
  held: 'text-accent',
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
  const { sending, broadcast, program } = message
  const mark =
    broadcast !== null ? (
      <BroadcastPart mark={broadcast} />
    ) : program !== null ? (
      <ProgramPart program={program} />
    ) : null
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
  if (sending.state === 'accepted' && !last) {
    return mark ? <div className="mt-1 max-w-full text-right text-meta text-soft">{mark}</div> : null
  }
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
        <Reason message={message} reason={reason} serverText={sending.serverText} />
      ) : null}
      {sending.state === 'uploading' ? <UploadProgress media={message.media[0]} /> : null}
      {resolution === null ? <MessageActions message={message} contact={contact} /> : null}
      {mark}
    </div>
  )
}

/** Why it is in its state. What is true of the whole conversation is seen at the message box, and only read out here. */
function Reason(props: { message: Message; reason: SendReason; serverText: string | null }) {
  const { t } = useTranslation()
  const now = useNow('minute')
  const { message, reason, serverText } = props
  const isSeen = useReplica(({ conversations }) => {
    const conversation = conversations.get(message.conversationId)
    return conversation === undefined || !isSaidOnce(message, conversation, now)
  })
  const said = serverText ? t('message.serverSaid', { text: serverText }) : undefined
  return (
    <span title={said} className={isSeen ? undefined : 'sr-only'}>
      {` · ${t(`message.reason.${reason}`)}`}
      {reason === 'upload-refused' && said !== undefined ? ` ${said}` : null}
    </span>
  )
}
