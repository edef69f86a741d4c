import { describe, expect, it } from 'vitest'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { TestClock } from './accounts/testing/ports.ts'
import { ChangeBus } from './events/change-bus.ts'
import { createTestInbox, inboundText } from './inbox/testing.ts'
import { Publisher } from './publisher.ts'

describe('what a batch of messages publishes', () => {
  function receivedWhileWatching(watches: boolean): string[] {
    const inbox = createTestInbox()
    const bus = new ChangeBus(new TestClock())
    const publisher = new Publisher({
      ...inbox.stores,
      views: inbox.views,
      bus,
      statusOf: () => ({ state: 'online', since: 0, reason: null }),
    })
    const batches: ChangeBatch[] = []
    bus.subscribe((batch) => batches.push(batch))
    if (watches) publisher.watch([inbox.conversationWith()])
    inbox.receive({ messages: [inboundText({ text: 'hello', id: '1' })] })
    const [committed] = inbox.committed
    publisher.publish({ ...committed, account: inbox.accountId })
    return batches.flatMap(({ changes }) => changes).map(({ kind }) => kind)
  }

  it('is the account and the summary', () => {
    expect(receivedWhileWatching(false)).toEqual(['conversation', 'account'])
  })

  it('is the message too where its conversation is on screen', () => {
    expect(receivedWhileWatching(true)).toEqual(['message', 'conversation', 'account'])
  })
})
