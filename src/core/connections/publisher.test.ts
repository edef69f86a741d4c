import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText } from '#core/inbox/testing.ts'
import { createTestConnections } from './testing.ts'

describe('what a batch of messages publishes', () => {
  function receivedWhileWatching(watches: boolean): string[] {
    const inbox = createTestInbox()
    const { connections, publisher } = createTestConnections(inbox)
    inbox.events.subscribe(publisher)
    const connection = connections.connect()
    const kinds: string[] = []
    connection.subscribe(({ changes }) => {
      kinds.push(...changes.map(({ kind }) => kind))
    })
    if (watches) connection.watch([inbox.conversationWith()])
    inbox.receive({ messages: [inboundText({ text: 'hello', id: '1' })] })
    return kinds
  }

  it('is the account and the summary', () => {
    expect(receivedWhileWatching(false)).toEqual(['conversation', 'account'])
  })

  it('is the message too where its conversation is on screen', () => {
    expect(receivedWhileWatching(true)).toEqual(['message', 'conversation', 'account'])
  })
})
