// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Sending, SendReason } from '#shared/model/message.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aConversation,
  aMedium,
  aReply,
  aSnapshot,
  broadcastId,
  conversationId,
  mediaId,
  messageId,
  NOW,
} from '../../test-support/samples.ts'
import { MessageStatus } from './message-status.tsx'
import { WaitingMessages } from './waiting-messages.tsx'

const FILE = { kind: 'file', name: 'film.mp4', size: 4_194_304 } as const

async function status(sending: Partial<Sending>, parts: 'file' | 'text' = 'file') {
  const bridge = new FakeBridge(
    aSnapshot({ conversations: [aConversation(1, { lastInboundAt: Date.now() - 60_000 })] }),
  )
  const over = parts === 'file' ? { parts: [FILE], media: [aMedium(7)] } : {}
  await renderWith(bridge, <MessageStatus message={aReply(3, sending, over)} contact="Li" last />)
  const buttons = () => screen.queryAllByRole('button').map(({ textContent }) => textContent)
  return { bridge, buttons }
}

describe('MessageStatus', () => {
  afterEach(cleanup)

  it('shows how much of a file is uploaded, and lets it be cancelled', async () => {
    const { bridge } = await status({ state: 'uploading' })
    expect(screen.queryByRole('progressbar')).toBeNull()
    const progress = { done: 1_048_576, total: 4_194_304 }
    act(() => bridge.emit({ kind: 'media-progress', id: mediaId(7), progress }))
    expect(screen.getByText(/25% · 1 MB of 4 MB/u)).toBeTruthy()
    expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Upload' }).value).toBe(0.25)
    act(() => bridge.emit({ kind: 'media-progress', id: mediaId(7), progress: { done: 2_048, total: null } }))
    expect(screen.getByText(/· 2 KB/u)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(bridge.inputs('outbox.cancel')).toEqual([{ id: 3 }])
  })

  it.each<SendReason>(['upload-failed', 'upload-refused', 'upload-host-not-allowed'])(
    'retries a file after %s',
    async (reason) => {
      const { bridge, buttons } = await status({ state: 'refused', reason })
      expect(buttons()).toEqual(['Retry', 'Discard'])
      fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
      expect(bridge.inputs('outbox.retry')).toEqual([{ id: 3 }])
    },
  )

  it('offers what can help: nothing for a file that is gone, sending again for all else', async () => {
    expect((await status({ state: 'refused', reason: 'file-missing' })).buttons()).toEqual(['Discard'])
    cleanup()
    const quota = await status({ state: 'refused', reason: 'quota-used' })
    expect(quota.buttons()).toEqual(['Send again', 'Discard'])
    cleanup()
    const text = await status({ state: 'refused', reason: 'rate-limited' }, 'text')
    expect(text.buttons()).toEqual(['Send again', 'Discard'])
  })
})

describe('the mark of a broadcast', () => {
  afterEach(cleanup)

  it.each([true, false])(
    'leads to its run, be the message the last of its group (%s) or not',
    async (last) => {
      const message = aReply(3, {}, { broadcast: { id: broadcastId(4), title: 'Open again' } })
      const bridge = new FakeBridge(aSnapshot())
      const { services } = await renderWith(
        bridge,
        <MessageStatus message={message} contact="Li" last={last} />,
      )
      fireEvent.click(screen.getByRole('button', { name: 'Part of broadcast “Open again”' }))
      expect(services.ui.getState()).toMatchObject({ screen: 'broadcasts', run: 4 })
    },
  )

  it('stands under nothing that no broadcast sent', async () => {
    await status({ state: 'accepted' })
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('a message that is held', () => {
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
  })

  async function held(typed: string, draft: string) {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW })
    const message = aReply(2, { state: 'held' }, { at: NOW - 2_000 })
    const conversation = aConversation(1, { draft: typed })
    const snapshot = aSnapshot({ conversations: [conversation] })
    const bridge = new FakeBridge(
      { ...snapshot, settings: { ...snapshot.settings, undoSeconds: 5 } },
      [message],
      { 'outbox.takeBack': () => ({ draft, files: [] }) },
    )
    const { services } = await renderWith(
      bridge,
      <div data-conversation-pane="1">
        <MessageStatus message={message} contact="Li" last />
        <textarea data-composer />
      </div>,
    )
    return { bridge, services }
  }

  it('says how soon it leaves, and goes back into the message box', async () => {
    const { bridge, services } = await held('second', 'first\nsecond')
    expect(screen.getByText(/leaves in 3 s/)).toBeDefined()
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Undo' })))
    expect(bridge.inputs('outbox.takeBack')).toEqual([{ id: messageId(2), typed: 'second' }])
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('first\nsecond')
    expect(document.activeElement).toBe(screen.getByRole('textbox'))
  })

  it('leaves alone what is typed while it comes back', async () => {
    const { services } = await held('second', 'first\nsecond')
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    services.drafts.type(conversationId(1), 'second thought')
    await act(async () => {})
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('first\nsecond thought')
  })
})

describe('WaitingMessages', () => {
  afterEach(cleanup)

  it('lets texts be edited, and files only be discarded', async () => {
    const waiting = { state: 'waiting-for-contact', reason: 'behind-refused' } as const
    const messages = [aReply(1, waiting), aReply(2, waiting, { parts: [FILE], media: [aMedium(7)] })]
    const conversation = aConversation(1, { waiting: 2 })
    const bridge = new FakeBridge(aSnapshot({ conversations: [conversation] }), messages)
    const { services } = await renderWith(
      bridge,
      <WaitingMessages conversation={conversation} contact="Li" />,
    )
    await act(() => services.history.open(conversationId(1)))
    expect(screen.getAllByRole('button', { name: 'Edit' })).toHaveLength(1)
    const [, file] = screen.getAllByRole('button', { name: 'Discard' })
    if (file) fireEvent.click(file)
    expect(bridge.inputs('outbox.discard')).toEqual([{ id: messageId(2) }])
  })

  it.each(['time-missed', 'file-missing', 'quota-used', 'restored'] as const)(
    'does not say that the contact has written where it is %s that kept a message here',
    async (reason) => {
      const conversation = aConversation(1, { waiting: 1, waitingOffered: true })
      const messages = [aReply(1, { state: 'waiting-for-contact', reason })]
      const bridge = new FakeBridge(aSnapshot({ conversations: [conversation] }), messages)
      const { services } = await renderWith(
        bridge,
        <WaitingMessages conversation={conversation} contact="Li" />,
      )
      await act(() => services.history.open(conversationId(1)))
      expect(screen.getByRole('region', { name: 'Waiting messages' }).textContent).not.toContain(
        'has written',
      )
    },
  )
})
