import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/accounts/testing/ports.ts'
import { createTestInbox, inboundText } from '#core/inbox/testing.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { ChangeBus } from './change-bus.ts'
import { createTestPublisher } from './testing.ts'

describe('what a batch of messages publishes', () => {
  function receivedWhileWatching(watches: boolean): string[] {
    const inbox = createTestInbox()
    const bus = new ChangeBus(new TestClock())
    const publisher = createTestPublisher(inbox, bus)
    inbox.events.subscribe(publisher)
    const batches: ChangeBatch[] = []
    bus.subscribe((batch) => batches.push(batch))
    if (watches) publisher.watch([inbox.conversationWith()])
    inbox.receive({ messages: [inboundText({ text: 'hello', id: '1' })] })
    return batches.flatMap(({ changes }) => changes).map(({ kind }) => kind)
  }

  it('is the account and the summary', () => {
    expect(receivedWhileWatching(false)).toEqual(['conversation', 'account'])
  })

  it('is the message too where its conversation is on screen', () => {
    expect(receivedWhileWatching(true)).toEqual(['message', 'conversation', 'account'])
  })
})
