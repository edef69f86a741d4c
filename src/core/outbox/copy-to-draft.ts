import type { EventSink } from '#core/events/event-bus.ts'
import { AppError } from '#shared/errors.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { SendState } from '#shared/model/message.ts'
import { repairText } from '#shared/text/repair.ts'
import { continued, joined } from './draft-words.ts'
import type { OutboxFiles } from './ports.ts'
import type { OutboxStores } from './settle.ts'
import type { TakenFile } from './take-back.ts'

/** What is under way, or comes back whole by being taken back. */
const UNSETTLED: readonly SendState[] = ['held', 'queued', 'uploading', 'sending', 'waiting-for-contact']

/** What of an older message stands before the operator again. */
export interface CopiedToDraft {
  /** What the message box holds now: what was typed there, and behind it the words of the message. */
  draft: string
  files: TakenFile[]
  /** Names of files whose bytes are not here any more. */
  missing: string[]
}

/**
 * Puts what one of our own messages said into the draft of its conversation, to be edited and sent anew; the message
 * stays what it is, and nothing is sent. Of a text that went out in pieces it takes all of them.
 * @throws AppError `not-found`, `not-possible-now` for one of the contact or one that is not settled
 */
export function copyToDraft(
  deps: { stores: OutboxStores; events: EventSink; files: OutboxFiles },
  id: MessageId,
  typed: string,
): CopiedToDraft {
  const { stores, events } = deps
  const message = stores.messages.get(id)
  if (message === null) throw new AppError('not-found')
  const { sending, direction, conversationId } = message
  if (direction === 'in' || (sending !== null && UNSETTLED.includes(sending.state)))
    throw new AppError('not-possible-now')
  const texts = textsOf(stores, id)
  const files: TakenFile[] = []
  const missing: string[] = []
  for (const { file, name, declared, place } of stores.media.ofMessage(id)) {
    if (place === 'quote') continue
    if (file !== null && deps.files.isWhole(file)) files.push({ name, file, asFile: declared === 'file' })
    else missing.push(name)
  }
  const draft = joined(texts, typed, false)
  stores.database.transaction(() => {
    stores.conversations.saveDraft(conversationId, draft)
    events.raise({ kind: 'conversations-changed', conversationIds: [conversationId] })
  })
  return { draft, files, missing }
}

/** The words of a message, with those of the pieces that it was one of. */
function textsOf(stores: OutboxStores, id: MessageId): string[] {
  const texts: string[] = []
  for (const one of stores.outbox.piecesWith(id)) {
    const message = stores.messages.get(one)
    for (const part of message?.parts ?? []) {
      if (part.kind !== 'text') continue
      const text = repairText(part.text)
      const former = (message?.sending?.piece?.index ?? 1) > 1 ? texts.pop() : undefined
      texts.push(former === undefined ? text : continued(former, text))
    }
  }
  return texts
}
