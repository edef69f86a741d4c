import type { EventSink } from '#core/events/event-bus.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { LATE_MS } from '#shared/model/scheduled.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { type Enqueuer, type OutgoingContent, piecesOf } from './enqueue.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'
import { keepWaiting, offerWaiting } from './waiting.ts'

/** What a message ahead of it may take of the time in which a scheduled one has to leave: the pace, and an answer. */
const AHEAD_MS = 3_000
/** A slow line: what its files may take to be uploaded comes on top. */
const SLOW_BYTES_PER_MS = 64

export interface TimedDeps {
  clock: Clock
  stores: OutboxStores
  events: EventSink
}

/** What a scheduled message goes out as: its text, then its files, those among them that are not known here any more. */
export function contentsOf({ text, files }: Pick<StoredScheduled, 'text' | 'files'>): OutgoingContent[] {
  const media = files.map(({ file, name, asFile }): OutgoingContent => {
    const kind = asFile || file === null ? 'file' : sendKindOf(file)
    return { kind: 'attachment', attachment: { file, name, kind } }
  })
  return [...piecesOf(text), ...media]
}

function isLost(content: OutgoingContent): boolean {
  return content.kind === 'attachment' && content.attachment.file === null
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
  const bytes = message.files.reduce((sum, { file }) => sum + (file?.size ?? 0), 0)
  const aheadMs = AHEAD_MS * stores.outbox.countQueued(accountId)
  const sendBy = waits === null ? now + LATE_MS + aheadMs + Math.ceil(bytes / SLOW_BYTES_PER_MS) : null
  stores.database.transaction(() => {
    const isFirst = stores.outbox.idsInState(conversationId, 'waiting-for-contact').length === 0
    stores.scheduled.remove(message.id)
    const ids = contentsOf(message).map((content) =>
      enqueuer.add(
        {
          ...{ conversationId, requestId, force: false },
          scheduled: {
            ...{ due, sendBy, answersSeq },
            waits: waits !== null && isLost(content) ? 'file-missing' : waits,
          },
        },
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
