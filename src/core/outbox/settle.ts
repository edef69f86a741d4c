import type { SendOutcome } from '#core/ilink/outcomes.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import type { MessageRepository } from '#core/storage/message-repository.ts'
import type { OutboxJob, OutboxRepository } from '#core/storage/outbox-repository.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { explainRefusal } from './refusal.ts'

export interface OutboxStores {
  database: Database
  accounts: AccountRepository
  conversations: ConversationRepository
  messages: MessageRepository
  outbox: OutboxRepository
}

/** What the account's sender does next. */
export type AfterSend = 'go-on' | 'pause-rate' | 'wait-for-session' | 'retry-later'

/** What settling changed, to be published after the commit. */
export interface Settled {
  after: AfterSend
  messages: MessageId[]
  /** The account's own summary changed too. */
  account: boolean
}

function textLength(stores: OutboxStores, job: OutboxJob): number {
  const part = stores.messages.get(job.id)?.parts[0]
  return part?.kind === 'text' ? [...part.text].length : 0
}

/** One refusal stops what is behind it in its conversation; nothing is retried by itself (P5). */
function holdConversation(stores: OutboxStores, job: OutboxJob): MessageId[] {
  const behind = stores.outbox.idsInState(job.conversationId, 'queued')
  for (const id of behind) stores.outbox.setState(id, 'waiting-for-contact', { reason: 'behind-refused' })
  return behind
}

function refuse(stores: OutboxStores, job: OutboxJob, reason: SendReason, serverText: string): MessageId[] {
  stores.conversations.takeBackSend(job.conversationId)
  stores.outbox.setState(job.id, 'refused', { reason, serverText: serverText === '' ? null : serverText })
  return [job.id]
}

/**
 * Writes what became of a send, in one transaction: the message's state, both meters, what waits
 * behind it and the account's run of unconfirmed sends (P4, P5).
 */
export function settle(stores: OutboxStores, job: OutboxJob, outcome: SendOutcome, now: number): Settled {
  return stores.database.transaction((): Settled => {
    const { outbox, conversations, accounts } = stores
    switch (outcome.kind) {
      case 'accepted': {
        const taken = outbox.hasMessageId(job.accountId, outcome.messageId)
        outbox.setState(job.id, 'accepted', { messageId: taken ? null : outcome.messageId })
        accounts.noteOutcome(job.accountId, true)
        return { after: 'go-on', messages: [job.id], account: true }
      }
      case 'accepted_unconfirmed':
        outbox.setState(job.id, 'unconfirmed', { reason: 'no-message-id' })
        accounts.noteOutcome(job.accountId, false)
        return { after: 'go-on', messages: [job.id], account: true }
      case 'unknown_delivery':
        outbox.setState(job.id, 'unconfirmed', { reason: 'answer-lost' })
        return { after: 'go-on', messages: [job.id], account: false }
      case 'not_sent':
        conversations.takeBackSend(job.conversationId)
        if (outcome.error.kind === 'forbidden-host') {
          outbox.setState(job.id, 'refused', { reason: 'host-not-allowed' })
          return { after: 'go-on', messages: [job.id, ...holdConversation(stores, job)], account: false }
        }
        outbox.setState(job.id, 'queued', { reason: 'not-connected' })
        return { after: 'retry-later', messages: [job.id], account: false }
      case 'stale_token':
        conversations.takeBackSend(job.conversationId)
        outbox.setState(job.id, 'queued', { reason: 'session-stale' })
        return { after: 'wait-for-session', messages: [job.id], account: false }
      case 'refused_rate':
        return {
          after: 'pause-rate',
          messages: refuse(stores, job, 'rate-limited', outcome.error.errmsg),
          account: false,
        }
      case 'refused_permanent': {
        const reason = outcome.error.kind === 'invalid-arguments' ? 'wrong-recipient' : 'malformed'
        const messages = refuse(stores, job, reason, outcome.error.errmsg)
        return { after: 'go-on', messages: [...messages, ...holdConversation(stores, job)], account: false }
      }
      case 'refused_other': {
        const messages = refuse(stores, job, 'refused-unknown', outcome.error.errmsg)
        return { after: 'go-on', messages: [...messages, ...holdConversation(stores, job)], account: false }
      }
      case 'refused_window_or_quota': {
        const length = textLength(stores, job)
        const messages = refuse(stores, job, 'stale-context', outcome.error.errmsg)
        const target = conversations.target(job.conversationId)
        if (target !== null) {
          const reason = explainRefusal({ ...target, now, textLength: length })
          outbox.setState(job.id, 'refused', { reason, serverText: outcome.error.errmsg || null })
        }
        conversations.noteRefusal(job.conversationId)
        return { after: 'go-on', messages: [...messages, ...holdConversation(stores, job)], account: false }
      }
    }
  })
}
