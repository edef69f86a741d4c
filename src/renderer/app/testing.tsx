import { Tooltip } from '@base-ui/react/tooltip'
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { Message } from '#shared/model/message.ts'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { aConversation, anAccount, aSnapshot, conversationId } from '../test-support/samples.ts'
import { LATER, LessonsBar } from './parts.ts'
import { Shell } from './shell.tsx'

// as it stands a moment after the start
await Promise.all([...LATER, LessonsBar].map((part) => part.load()))

/** Gives each test of a file a browser whose boxes are as high as a window, so that lists draw rows, and clears up. */
export function withBrowser() {
  beforeEach(() => {
    stubBrowser()
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}

/** Draws the whole window, in English, on the services around a fake bridge. */
export function renderShell(bridge: FakeBridge) {
  return renderWith(
    bridge,
    <Tooltip.Provider>
      <Shell />
    </Tooltip.Provider>,
  )
}

/** Draws the whole window with the conversation of Li open, who wrote an hour ago, and waits until its log stands at its end. */
export async function openConversation(
  messages: Message[],
  over: Partial<ConversationSummary> = {},
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  const lastInboundAt = Date.now() - 3_600_000
  const conversation = aConversation(1, { contactAlias: 'Li', lastInboundAt, ...over })
  const snapshot = aSnapshot({ accounts: [anAccount(1)], conversations: [conversation] })
  const bridge = new FakeBridge(snapshot, messages, handlers)
  const view = await renderShell(bridge)
  const id = conversationId(1)
  await act(async () => view.services.ui.setState({ open: id, writing: id }))
  await screen.findByRole('log')
  for (let frame = 0; frame < 3; frame += 1)
    await act(() => new Promise((done) => requestAnimationFrame(done)))
  return { ...view, bridge }
}
