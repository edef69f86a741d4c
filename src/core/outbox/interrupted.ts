import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'
import { keepWaiting } from './waiting.ts'

/**
 * Settles what an earlier run left under way (P15), in one transaction: uploads begin anew, a send that no answer is known
 * of is unconfirmed, and what was held waits for the operator. Answers the sends that were under way.
 */
export function settleInterrupted(deps: {
  stores: OutboxStores
  events: EventSink
  clock: Pick<Clock, 'now'>
}): OutboxJob[] {
  const { stores, clock } = deps
  return stores.database.transaction(() => {
    stores.writer.requeueUploads()
    const interrupted = stores.outbox.interrupted()
    for (const job of interrupted) {
      if (stores.outbox.isKnownToServer(job.id)) stores.writer.setState(job.id, 'accepted')
      else stores.writer.setState(job.id, 'unconfirmed', { reason: 'interrupted' })
      raiseSendsChanged(deps, job.accountId, [job.id])
    }
    // nobody knows whether the operator would have taken it back
    for (const job of stores.outbox.held()) {
      keepWaiting(stores, job, 'ended-before', clock.now())
      raiseSendsChanged(deps, job.accountId, [job.id])
    }
    return interrupted
  })
}
