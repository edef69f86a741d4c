import type { SessionStatus } from '#core/accounts/ports.ts'
import { reasonToWait } from '#core/outbox/waiting.ts'
import type { SendTarget } from '#core/storage/conversation-repository.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import type { SendReason } from '#shared/model/message.ts'
import { messagesLeft } from '#shared/model/reply-window.ts'
import { dueAt } from '#shared/model/scheduled.ts'

/** What is to become of a scheduled message at a moment. */
export type Verdict = { kind: 'not-yet' } | { kind: 'send' } | { kind: 'wait'; reason: SendReason }

/** What decides about it. */
export interface Circumstances {
  /** Unix milliseconds. */
  now: number
  /** Messages that it takes; 0: nothing of it can be read any more. */
  messages: number
  /** All its files are here. */
  isWhole: boolean
  target: SendTarget
  /** Messages of a person that are in the outbox for the same contact and have not left. */
  ahead: number
  account: { state: SessionStatus['state']; canSend: boolean; maybeMuted: boolean }
}

const NOT_YET: Verdict = { kind: 'not-yet' }

/**
 * Looks at everything anew when the time has come. What speaks against it for good has the message wait for the operator
 * at once; an account that is just connecting has until the time counts as missed.
 */
export function verdictOf(
  { due, isRestored }: Pick<StoredScheduled, 'due' | 'isRestored'>,
  { now, messages, isWhole, target, ahead, account }: Circumstances,
): Verdict {
  // nothing could stand among the messages, so it stays where the operator sees it
  if (messages === 0) return NOT_YET
  if (isRestored) return waits('restored')
  const time = dueAt(due, now)
  if (time === 'to-come') return NOT_YET
  if (time === 'missed') return waits('time-missed')
  if (!isWhole) return waits('file-missing')
  if (account.maybeMuted) return waits('account-may-be-muted')
  if (account.state === 'needs-sign-in' || account.state === 'signed-out') return waits('account-not-online')
  const reason = reasonToWait(target, false, now)
  if (reason !== null) return waits(reason)
  if (messagesLeft(target, now) - ahead < messages) return waits('quota-used')
  return account.canSend ? { kind: 'send' } : NOT_YET
}

function waits(reason: SendReason): Verdict {
  return { kind: 'wait', reason }
}
