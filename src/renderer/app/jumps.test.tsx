// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Message } from '#shared/model/message.ts'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  aMessage,
  anAccount,
  aSnapshot,
  conversationId,
  messageId,
} from '../test-support/samples.ts'
import { renderShell } from './testing.tsx'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const settle = () => act(() => new Promise((done) => setTimeout(done)))

it('a hit that is opened once more takes nobody back who has gone on to the next one', async () => {
  let newest = Promise.resolve()
  const messages = Array.from({ length: 300 }, (_, index) => aMessage(index + 1))
  const bridge: FakeBridge = new FakeBridge(
    aSnapshot({ accounts: [anAccount(1)], conversations: [aConversation(1, { contactAlias: 'Li' })] }),
    messages,
    {
      'messages.page': async () => {
        await newest
        return { messages: messages.slice(-60), hasOlder: true, hasNewer: false }
      },
      'search.inConversation': () => ({ messageIds: [290, 10].map(messageId), hasMore: false }),
      'search.marks': () => [],
    },
  )
  const { services } = await renderShell(bridge)
  const log = () => services.replica.state.getState().replica?.logs.get(conversationId(1))?.messages ?? []
  const openHit = () =>
    act(async () =>
      services.ui.setState({
        open: conversationId(1),
        goal: { conversationId: conversationId(1), messageId: messageId(10), text: 'x' },
      }),
    )
  await openHit()
  await settle()
  expect(log().map(({ id }) => id)).toContain(10)

  const loaded = Promise.withResolvers<void>()
  newest = loaded.promise
  await openHit()
  await act(async () => fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true }))
  await settle()
  const field = screen.getByRole('searchbox', { name: 'Search in conversation' })
  await act(async () => fireEvent.keyDown(field, { key: 'Enter', shiftKey: true }))
  await settle()
  loaded.resolve()
  await settle()
  expect(log().map(({ id }) => id)).toContain(290)
})

/** Three frames have been drawn. */
async function drawn(): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1)
    await act(() => new Promise((done) => requestAnimationFrame(done)))
}

it('P17: a hit that loads slowly takes no keys out of a dialog that was opened meanwhile', async () => {
  const around = Promise.withResolvers<{ messages: Message[]; hasOlder: boolean; hasNewer: boolean }>()
  const bridge = new FakeBridge(
    aSnapshot({ accounts: [anAccount(1)], conversations: [aConversation(1, { contactAlias: 'Li' })] }),
    [],
    { 'messages.around': () => around.promise, 'search.marks': () => [] },
  )
  const { services } = await renderShell(bridge)
  const goal = { conversationId: conversationId(1), messageId: messageId(10), text: 'x' }
  await act(async () => services.ui.setState({ open: conversationId(1), goal }))
  await act(async () => services.ui.setState({ keysDialog: 'shortcuts' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.contains(document.activeElement)).toBe(true)

  await act(async () => around.resolve({ messages: [aMessage(10)], hasOlder: false, hasNewer: false }))
  await drawn()
  expect(dialog.contains(document.activeElement)).toBe(true)

  await act(async () => services.ui.setState({ keysDialog: 'none' }))
  await act(async () => services.ui.setState({ goal }))
  await drawn()
  expect(document.activeElement).toBe(screen.getByRole('log'))
})
