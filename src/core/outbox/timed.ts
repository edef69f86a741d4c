import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { LATE_MS } from '#shared/model/scheduled.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { type Enqueuer, piecesOf } from './enqueue.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'
import { keepWaiting, offerWaiting } from './waiting.ts'

/** What a message ahead of it may take of the time in which a scheduled one has to leave: the pace, and an answer. */
const AHEAD_MS = 3_000

export interface TimedDeps {
  clock: Clock
  stores: OutboxStores
  events: EventSink
}

/**
 * Makes messages of what was scheduled, now that its time has come, and takes it out of the schedule in the same
 * transaction: however the program ends, it is in one of the two (P3, P15). It leaves soon or not by itself at all.
 * @param waits why it may not leave and waits for the operator; null: it is queued
 */
export function handOver(
  { clock, stores, events }: TimedDeps,
  enqueuer: Enqueuer,
  message: StoredScheduled,
  waits: SendReason | null,
): AccountId {
  const { conversationId, requestId, due, answersSeq } = message
  const accountId = enqueuer.accountOf(conversationId)
  const now = clock.now()
  const sendBy = waits === null ? now + LATE_MS + AHEAD_MS * stores.outbox.countQueued(accountId) : null
  stores.database.transaction(() => {
    const isFirst = stores.outbox.idsInState(conversationId, 'waiting-for-contact').length === 0
    stores.scheduled.remove(message.id)
    const ids = piecesOf(message.text).map((content) =>
      enqueuer.add(
        { conversationId, requestId, force: false, scheduled: { due, sendBy, answersSeq, waits } },
        content,
      ),
    )
    if (waits !== null && isFirst) offerWaiting(stores, conversationId, now)
    stores.conversations.refreshLast(conversationId)
    events.raise({ kind: 'scheduled-changed', ids: [message.id] })
    raiseSendsChanged({ events, stores }, accountId, ids)
  })
  return accountId
}

/** Has what was scheduled and did not leave in time wait for the operator instead. */
export function deferOverdue({ clock, stores, events }: TimedDeps): void {
  const now = clock.now()
  const overdue = stores.outbox.overdue(now, wallTimeAt(now + LATE_MS))
  if (overdue.length === 0) return
  stores.database.transaction(() => {
    for (const job of overdue) {
      keepWaiting(stores, job, 'time-missed', now)
      raiseSendsChanged({ events, stores }, job.accountId, [job.id])
    }
  })
}
