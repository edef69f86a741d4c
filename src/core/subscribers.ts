import type { Broadcasts } from './broadcast/broadcasts.ts'
import type { Publisher } from './connections/publisher.ts'
import type { EventRecording } from './diagnostics/event-recording.ts'
import type { DomainEvent } from './events/domain-event.ts'
import type { Subscriber } from './events/event-bus.ts'
import type { MediaFetcher } from './media/fetcher.ts'
import type { Notifier } from './notify/notifier.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { ScheduleAlarm } from './schedule/schedule-alarm.ts'
import type { SearchIndexing } from './search/search-indexing.ts'

export interface SubscriberDeps {
  recording: EventRecording
  publisher: Publisher
  broadcasts: Broadcasts
  fetcher: MediaFetcher
  outbox: Outbox
  indexing: SearchIndexing
  notifier: Notifier
  scheduleAlarm: ScheduleAlarm
}

/**
 * Everybody who is told what happened, in the order in which they are told. The publisher comes first: nothing stands
 * between a commit and the page. Of those after it the recorder, the search index and the notifier only note what there
 * is to do and do it later, by a timer or on another thread.
 */
export function subscribers(deps: SubscriberDeps): readonly Subscriber[] {
  const { recording, publisher, broadcasts, fetcher, outbox, indexing, notifier, scheduleAlarm } = deps
  return [
    publisher,
    recording,
    { place: 'broadcast', handle: (event) => followBroadcasts(broadcasts, event) },
    {
      place: 'media',
      handle(event) {
        if (event.kind === 'messages-received' && event.hasMedia) fetcher.wake()
      },
    },
    {
      place: 'outbox',
      handle(event) {
        if (event.kind !== 'session-changed') return
        outbox.wake(event.accountId)
        // what is due waits for nothing but its account
        scheduleAlarm.check()
      },
    },
    {
      place: 'search',
      handle({ kind }) {
        if (
          kind === 'messages-received' ||
          kind === 'sends-changed' ||
          kind === 'history-erased' ||
          kind === 'messages-taken-back'
        )
          indexing.wake()
      },
    },
    notifier,
  ]
}

/** What concerns runs: own messages that went on, accounts that can or cannot send, people who answered. */
function followBroadcasts(broadcasts: Broadcasts, event: DomainEvent): void {
  if (event.kind === 'sends-changed') broadcasts.messagesChanged(event.accountId, event.messageIds)
  if (event.kind === 'session-changed' || event.kind === 'account-removed')
    broadcasts.accountChanged(event.accountId)
  if (event.kind === 'history-erased' && event.accountId !== null) broadcasts.accountChanged(event.accountId)
  if (event.kind === 'messages-received') {
    if (event.echoedIds.length > 0) broadcasts.messagesChanged(event.accountId, event.echoedIds)
    broadcasts.contactsWrote(event.conversationIds)
  }
}
