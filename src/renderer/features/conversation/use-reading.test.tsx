// @vitest-environment jsdom
import { cleanup } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '#shared/model/message.ts'
import type { Log } from '../../store/log.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aConversation,
  aMessage,
  aReply,
  aSnapshot,
  conversationId,
  NOW,
} from '../../test-support/samples.ts'
import { useReading } from './use-reading.ts'

function Reader({ messages, endInView }: { messages: Message[]; endInView: boolean }) {
  const log: Log = { messages, hasOlder: false, hasNewer: false, stretch: 1 }
  useReading(aConversation(1, { unread: 2 }), log, endInView)
  return null
}

async function read(messages: Message[], { focused = true, endInView = true } = {}) {
  vi.spyOn(document, 'hasFocus').mockReturnValue(focused)
  const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1, { unread: 2 })] }))
  await renderWith(bridge, <Reader messages={messages} endInView={endInView} />)
  return bridge.inputs('conversations.markRead')
}

describe('reading a conversation', () => {
  afterEach(() => {
    cleanup()
    vi.restoreAllMocks()
  })

  it('marks everything read that is loaded, also what arrived late and stands further up', async () => {
    const late = aMessage(9, { at: NOW - 60_000 })
    const reply = aReply(8, {}, { at: NOW })
    expect(await read([aMessage(1, { at: NOW - 90_000 }), late, reply])).toEqual([
      { id: conversationId(1), upTo: 9 },
    ])
  })

  it('marks nothing in a window without the focus, or with the end out of view', async () => {
    expect(await read([aMessage(1)], { focused: false })).toEqual([])
    expect(await read([aMessage(1)], { endInView: false })).toEqual([])
  })
})
