import type { OutgoingMessage } from '#core/ilink/message-builder.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** What sending needs of an account's live session. */
export interface SendingSession {
  /** False while the session cannot send; `Outbox.wake` is called when that changes. */
  canSend(id: AccountId): boolean
  /** Resolves when the newest context token is known, or cannot be had in time (P7). Never rejects. */
  ensureFresh(id: AccountId): Promise<void>
  /** Sends with the account's own credentials; a stale token is reported to the session by itself. */
  send(id: AccountId, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>
}
