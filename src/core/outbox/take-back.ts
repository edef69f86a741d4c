import type { EventSink } from '#core/events/event-bus.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { SendState } from '#shared/model/message.ts'
import { continued, joined } from './draft-words.ts'
import type { OutboxStores } from './settle.ts'

/** What has not begun to leave, so that it can stand in a message box again. */
const UNBEGUN: readonly SendState[] = ['held', 'queued', 'uploading', 'waiting-for-contact']

/** A file that was to go out. */
export interface TakenFile {
  name: string
  file: MediaFile
  /** It was to go out as a file, whatever it is. */
  asFile: boolean
}

/** What was taken back. */
export interface TakenBack {
  messageIds: MessageId[]
  /** What the message box holds now: the words of the message and what was typed there meanwhile. */
  draft: string
  files: TakenFile[]
}

/**
 * Takes a message that has not begun to leave out of the outbox and puts its words into the draft of its conversation, in
 * one transaction, so that they are never in neither (P14). Of what is held everything that was sent with it comes along.
 * The message itself is gone then, for it never was anywhere else.
 * @param typed what stands in the message box; null: the stored draft
 * @throws AppError `not-found`, `not-possible-now` once it is under way or done
 */
export function takeBack(
  deps: { stores: OutboxStores; events: EventSink },
  id: MessageId,
  typed: string | null,
): TakenBack {
  const { stores, events } = deps
  const message = stores.messages.get(id)
  if (message === null || message.sending === null) throw new AppError('not-found')
  const { sending, conversationId, accountId } = message
  const isHeld = sending.state === 'held'
  // the ledger of a broadcast names its messages, and what they say is the broadcast's
  if (!UNBEGUN.includes(sending.state) || sending.resolution !== null || stores.outbox.isOfBroadcast(id))
    throw new AppError('not-possible-now')
  return stores.database.transaction(() => {
    const messageIds = isHeld ? stores.outbox.heldWith(id) : [id]
    const texts: string[] = []
    for (const one of messageIds) {
      const taken = stores.messages.get(one)
      const part = taken?.parts[0]
      if (part?.kind !== 'text') continue
      const isContinued = (taken?.sending?.piece?.index ?? 1) > 1
      const former = isContinued ? texts.pop() : undefined
      texts.push(former === undefined ? part.text : continued(former, part.text))
    }
    const files = messageIds.flatMap((one) =>
      stores.media
        .ofMessage(one)
        .flatMap(({ file, name, declared }) =>
          file === null ? [] : [{ name, file, asFile: declared === 'file' }],
        ),
    )
    const box = typed ?? stores.conversations.summary(conversationId)?.draft ?? ''
    const draft = joined(texts, box, isHeld)
    for (const one of messageIds) stores.writer.deleteUnsent(one)
    stores.conversations.saveDraft(conversationId, draft)
    stores.conversations.refreshLast(conversationId)
    events.raise({ kind: 'messages-taken-back', accountId, conversationId, messageIds })
    return { messageIds, draft, files }
  })
}
