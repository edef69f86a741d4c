import type { ConversationService } from '#core/inbox/conversation-service.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Random } from '#core/ports.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import { OwnText } from '#shared/contract/own-texts.ts'
import { AppError, type AppErrorCode } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'

export interface RepliesDeps {
  outbox: Pick<Outbox, 'sendText'>
  conversations: Pick<ConversationRepository, 'summary'>
  drafts: Pick<ConversationService, 'saveDraft'>
  random: Pick<Random, 'uuid'>
  /** Nothing is said or done for whoever sits there. */
  isLocked(): boolean
  failed(error: unknown): void
}

/** Why a reply was not sent. */
export interface ReplyRefusal {
  code: AppErrorCode
  /** Its text is the conversation's draft now. */
  isKept: boolean
}

/** Replies written in a notification: queued like what the message box sends, with the same checks. */
export class Replies {
  readonly #deps: RepliesDeps

  constructor(deps: RepliesDeps) {
    this.#deps = deps
  }

  /**
   * Queues a reply, or keeps it as the draft where there is none: a draft in the message box is never touched.
   * @returns why it was not queued; null when it was
   */
  send(conversationId: ConversationId, text: string): ReplyRefusal | null {
    const { outbox, random, isLocked, failed } = this.#deps
    if (isLocked()) return this.#refuse(conversationId, text, 'locked')
    const reply = OwnText.safeParse(text)
    if (!reply.success) return this.#refuse(conversationId, text, 'text-too-long')
    try {
      outbox.sendText({
        conversationId,
        requestId: random.uuid(),
        text: reply.data,
        force: false,
        keepsDraft: true,
      })
      return null
    } catch (error) {
      if (!(error instanceof AppError)) failed(error)
      return this.#refuse(conversationId, reply.data, error instanceof AppError ? error.code : 'internal')
    }
  }

  #refuse(conversationId: ConversationId, text: string, code: AppErrorCode): ReplyRefusal {
    const { conversations, drafts, failed } = this.#deps
    try {
      const isFree = conversations.summary(conversationId)?.draft === ''
      const isKept = isFree && code !== 'text-empty' && OwnText.safeParse(text).success
      if (isKept) drafts.saveDraft(conversationId, text)
      return { code, isKept }
    } catch (error) {
      failed(error)
      return { code, isKept: false }
    }
  }
}
