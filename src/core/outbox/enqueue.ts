import { serialiseItem, textItem } from '#core/ilink/message-builder.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { JobTiming } from '#core/storage/outbox-repository.ts'
import { AppError } from '#shared/errors.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { SendKind } from '#shared/model/media.ts'
import type { MessagePart, Sending, SendReason } from '#shared/model/message.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { sentFileName } from '#shared/text/file-name.ts'
import { PIECE_BYTES, splitText, utf8Bytes } from '#shared/text/pieces.ts'
import { repairText } from '#shared/text/repair.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { OutboxStores } from './settle.ts'

/** A file about to be sent, as a kind. */
export interface OutgoingFile {
  /** Null for one that is not here any more: its message says so, and never leaves. */
  file: MediaFile | null
  kind: SendKind
  /** What it is called; for a file the contact sees it. */
  name: string
}

/** What one message is to hold. */
export type OutgoingContent =
  | { kind: 'text'; text: string; piece: Sending['piece'] }
  | ({ kind: 'attachment' } & { attachment: OutgoingFile })

/** Where a message goes and who asked for it. */
export interface Envelope {
  conversationId: ConversationId
  requestId: string | null
  force: boolean
  /** The broadcast it is part of; none for what a person sends. */
  broadcastId?: BroadcastId
  /** It was scheduled, and is sent or waits now that its time has come. */
  scheduled?: JobTiming & { waits: SendReason | null }
  /** It leaves after a moment in which it can be taken back. */
  isHeld?: boolean
  /** The program that wrote it, by name; none for what a person wrote. */
  program?: string
}

/** A message of a broadcast, and the failed one that it is sent instead of. */
export type BroadcastMessage = OutgoingContent & { replaces: MessageId | null }

function partOf(content: OutgoingContent): MessagePart {
  if (content.kind === 'text') return { kind: 'text', text: content.text }
  const { kind, name, file } = content.attachment
  switch (kind) {
    case 'image':
      return { kind: 'image', width: null, height: null, size: file?.size ?? null }
    case 'video':
      return { kind: 'video', size: file?.size ?? null, durationMs: null }
    case 'file':
      return { kind: 'file', name, size: file?.size ?? null }
    default:
      return unreachable(kind)
  }
}

/** A text as the messages it goes out in; none for a blank one. @throws AppError `text-too-long` */
export function piecesOf(text: string): OutgoingContent[] {
  const pieces = splitText(repairText(text))
  if (pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES)) throw new AppError('text-too-long')
  return pieces.map((piece, index) => ({
    kind: 'text',
    text: piece,
    piece: pieces.length === 1 ? null : { index: index + 1, count: pieces.length },
  }))
}

/** A content under the name that it goes out with; one that was kept from an earlier version may hold any. */
function named<T extends OutgoingContent>(content: T): T {
  if (content.kind === 'text') return content
  const { attachment } = content
  return { ...content, attachment: { ...attachment, name: sentFileName(attachment.name) } }
}

/** Puts messages into the outbox, row and job in one transaction. */
export class Enqueuer {
  readonly #stores: OutboxStores
  readonly #clock: Clock
  readonly #random: Pick<Random, 'uuid'>

  constructor(stores: OutboxStores, clock: Clock, random: Pick<Random, 'uuid'>) {
    this.#stores = stores
    this.#clock = clock
    this.#random = random
  }

  /** @throws AppError `not-found`, or `group-not-answerable` where an answer would go to one member privately */
  accountOf(conversationId: ConversationId): AccountId {
    const target = this.#stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    if (isGroupContact(target.contactUserId)) throw new AppError('group-not-answerable')
    return target.accountId
  }

  /** Queues one message, inside the caller's transaction. @throws AppError `window-closed`, `not-found` */
  add(
    { conversationId, requestId, force, broadcastId, scheduled, isHeld = false, program }: Envelope,
    given: OutgoingContent | BroadcastMessage,
  ): MessageId {
    const content = named(given)
    const { conversations, outbox, writer, media } = this.#stores
    const replaces = 'replaces' in content ? content.replaces : null
    const now = this.#clock.now()
    const target = conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    const { accountId } = target
    const window = windowAt(target, now)
    const closed = window.kind === 'closed' || window.kind === 'never-written'
    const kept = scheduled?.waits ?? null
    if (closed && !force && kept === null) throw new AppError('window-closed')
    // After a refusal nothing more goes there until the contact writes, unless the operator insists (P5).
    const isBehind = window.kind === 'refused' && !force
    if (isBehind) conversations.recordWaiting(conversationId)
    const reason = kept ?? (isBehind ? 'behind-refused' : null)
    const messageId = outbox.add({
      accountId,
      conversationId,
      clientId: `linkboard-${this.#random.uuid()}`,
      requestId,
      at: now,
      part: partOf(content),
      item: content.kind === 'text' ? serialiseItem(textItem(content.text)) : null,
      force,
      state: reason !== null ? 'waiting-for-contact' : isHeld ? 'held' : 'queued',
      reason,
      piece: content.kind === 'text' ? content.piece : null,
      broadcastId: broadcastId ?? null,
      replaces,
      timing: scheduled ?? null,
      program: program ?? null,
    })
    if (replaces !== null) writer.setResolution(replaces, 'sent-again')
    if (content.kind === 'attachment') {
      const { file, kind, name } = content.attachment
      media.add({
        messageId,
        accountId,
        conversationId,
        place: 0,
        declared: kind,
        name,
        at: now,
        ...(file === null
          ? { state: 'removed', reason: 'missing', hash: null }
          : { state: 'held', reason: null, hash: file.hash }),
        reference: null,
        plainSize: null,
        plainMd5: null,
      })
    }
    return messageId
  }
}
