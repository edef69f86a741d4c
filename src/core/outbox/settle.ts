import type { IlinkServerError } from '#core/ilink/errors.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import type { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository } from '#core/storage/media-repository.ts'
import type { MessageReader } from '#core/storage/messages/message-reader.ts'
import type { MessageWriter } from '#core/storage/messages/message-writer.ts'
import type { OutboxQueue } from '#core/storage/outbox-queue.ts'
import type { OutboxJob, OutboxRepository } from '#core/storage/outbox-repository.ts'
import type { ScheduledRepository } from '#core/storage/scheduled-repository.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import { explainLostAnswer, statusText } from './lost-answer.ts'
import type { RateLimits } from './rate-limits.ts'
import { explainByCounters, explainRefusal } from './refusal.ts'

export interface OutboxStores {
  database: Database
  accounts: AccountRepository
  conversations: ConversationRepository
  messages: MessageReader
  /** Every write of a message goes through it. */
  writer: MessageWriter
  outbox: OutboxRepository
  queue: OutboxQueue
  scheduled: ScheduledRepository
  media: MediaRepository
  files: MediaFileRepository
}

/** A send that has its answer, or will get none. */
export interface SettledSend {
  job: OutboxJob
  outcome: SendOutcome
  /** When it left; monotonic. */
  began: number
}

/** What the account's sender does next. */
export type AfterSend = 'go-on' | 'rate-limited' | 'wait-for-session' | 'retry-later'

/** What settling changed. */
export interface Settled {
  after: AfterSend
  messages: MessageId[]
  /** The account's own summary changed too. */
  account: boolean
}

/** One refusal stops what is behind it in its conversation; nothing is retried by itself (P5). */
export function holdConversation(
  stores: Pick<OutboxStores, 'outbox' | 'writer'>,
  job: OutboxJob,
): MessageId[] {
  const { outbox, writer } = stores
  const behind = (['held', 'queued', 'uploading'] as const).flatMap((state) =>
    outbox.idsInState(job.conversationId, state),
  )
  for (const id of behind) {
    // what a broadcast had for them is not offered later: by then it may be out of date
    const state = outbox.get(id)?.isPaced ? 'cancelled' : 'waiting-for-contact'
    writer.setState(id, state, { reason: 'behind-refused' })
  }
  return behind
}

/** The server's "prepare failed" in our own words; the refused send is not counted any more. */
function explain(stores: OutboxStores, job: OutboxJob, now: number): SendReason {
  const target = stores.conversations.target(job.conversationId)
  if (target === null) return 'refused-unknown'
  const part = stores.messages.get(job.id)?.parts[0]
  return explainRefusal({ ...target, now, textLength: part?.kind === 'text' ? [...part.text].length : 0 })
}

/** What our own counters say against the send, whatever the server says; null where they say nothing. */
export function counted(
  { conversations }: Pick<OutboxStores, 'conversations'>,
  job: OutboxJob,
  now: number,
): SendReason | null {
  const target = conversations.target(job.conversationId)
  return target === null ? null : explainByCounters({ ...target, now })
}

/**
 * Writes what became of a send, in one transaction: the message's state, both meters, what waits
 * behind it and the account's run of unconfirmed sends (P4, P5). `now` is wall time.
 */
export function settle(
  { stores, rateLimits, now }: { stores: OutboxStores; rateLimits: RateLimits; now: number },
  { job, outcome, began }: SettledSend,
): Settled {
  const { outbox, writer, conversations, accounts } = stores

  function settled(after: AfterSend, behind: MessageId[] = []): Settled {
    // a pause that was asked for since it left, on another way, stays
    if (after === 'go-on' && !rateLimits.isRefusedSince(job.accountId, began)) rateLimits.end(job.accountId)
    return { after, messages: [job.id, ...behind], account: false }
  }

  /** The meters stay as they are: the message may be with the server, and count there. */
  function unconfirmed(reason: SendReason, serverText: string | null = null): Settled {
    // A copy that came back before the answer proves that the server has it.
    const isAccepted = outbox.isKnownToServer(job.id)
    if (isAccepted) writer.setState(job.id, 'accepted', { reason: null })
    else writer.setState(job.id, 'unconfirmed', { reason, serverText })
    accounts.recordOutcome(job.accountId, isAccepted)
    return { ...settled('go-on'), account: true }
  }

  function refused(reason: SendReason, error: IlinkServerError): void {
    writer.setState(job.id, 'refused', { reason, serverText: error.errmsg === '' ? null : error.errmsg })
  }

  function refusedUntilContactWrites(
    reason: SendReason,
    error: IlinkServerError,
    hasWrittenSince: boolean,
  ): Settled {
    refused(reason, error)
    // A message that came while the refusal was on its way is the next one already: what waits is offered.
    if (!hasWrittenSince) conversations.recordRefusal(job.conversationId)
    return settled('go-on', holdConversation(stores, job))
  }

  /** Nothing is sent any more where the history was deleted meanwhile. */
  function sendLater(reason: SendReason): void {
    const isGone = conversations.target(job.conversationId) === null
    writer.setState(job.id, isGone ? 'cancelled' : 'queued', isGone ? {} : { reason })
  }

  return stores.database.transaction((): Settled => {
    switch (outcome.kind) {
      case 'accepted': {
        const isTaken = outbox.hasMessageId(job.accountId, outcome.messageId)
        writer.setState(job.id, 'accepted', { messageId: isTaken ? null : outcome.messageId })
        accounts.recordOutcome(job.accountId, true)
        return { ...settled('go-on'), account: true }
      }
      case 'accepted-unconfirmed':
        return unconfirmed('no-message-id')
      case 'unknown-delivery':
        return unconfirmed(explainLostAnswer(outcome.error), statusText(outcome.error))
      case 'not-sent':
      case 'stale-token':
      case 'rate-limited':
      case 'refused-permanent':
      case 'refused-other':
      case 'refused-window-or-quota':
        break
      default:
        unreachable(outcome)
    }
    // The send itself was counted when it began, and only the contact's writing restarts the count.
    const hasWrittenSince = conversations.target(job.conversationId)?.sentSinceInbound === 0
    conversations.takeBackSend(job.conversationId)
    switch (outcome.kind) {
      case 'not-sent':
        if (outcome.error.kind === 'forbidden-host') {
          writer.setState(job.id, 'refused', { reason: 'host-not-allowed' })
          conversations.recordWaiting(job.conversationId)
          return settled('go-on', holdConversation(stores, job))
        }
        sendLater('not-connected')
        return settled('retry-later')
      case 'stale-token':
        sendLater('session-stale')
        return settled('wait-for-session')
      case 'rate-limited': {
        const reason = counted(stores, job, now)
        if (reason !== null) return refusedUntilContactWrites(reason, outcome.error, hasWrittenSince)
        refused('rate-limited', outcome.error)
        rateLimits.record(job.accountId)
        return settled('rate-limited')
      }
      case 'refused-permanent':
        return refusedUntilContactWrites(
          outcome.error.kind === 'invalid-arguments' ? 'wrong-recipient' : 'malformed',
          outcome.error,
          hasWrittenSince,
        )
      case 'refused-other':
        return refusedUntilContactWrites('refused-unknown', outcome.error, hasWrittenSince)
      case 'refused-window-or-quota':
        return refusedUntilContactWrites(explain(stores, job, now), outcome.error, hasWrittenSince)
      default:
        return unreachable(outcome)
    }
  })
}
