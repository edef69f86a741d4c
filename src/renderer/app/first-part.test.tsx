import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { conversationsText } from '#shared/model/snapshot-text.ts'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import { recipientOf } from '../parts/drop/recipients.ts'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aConversation, accountId, anAccount, aSnapshot } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { App } from './app.tsx'
import { createServices } from './create-services.ts'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** The window over a main that has told of two conversations of five, and tells of the others when it may, or cannot for a while. */
async function openPage({ isRefusing = false } = {}) {
  const conversations = [1, 2, 3, 4, 5].map((id) =>
    aConversation(id, { accountId: accountId(1), unread: id === 1 ? 1 : 0, isUnanswered: false }),
  )
  const others = Promise.withResolvers<void>()
  const main = { isRefusing: false }
  const refuse = () => {
    throw new AppError('internal')
  }
  const snapshot = aSnapshot({ accounts: [anAccount(1)], conversations })
  const bridge = new FakeBridge(snapshot, [], {
    'app.snapshot': () => (main.isRefusing ? refuse() : snapshot),
    async 'app.otherConversations'() {
      if (main.isRefusing) refuse()
      await others.promise
      return { text: conversationsText(conversations), last: null }
    },
  })
  bridge.first = new Set([1, 2])
  const services = createServices(bridge, atOnce)
  await services.replica.start()
  main.isRefusing = isRefusing
  render(
    <TranslationProvider translations={createTranslations('en')}>
      <App services={services} />
    </TranslationProvider>,
  )
  await waitFor(() => expect(bridge.inputs('app.otherConversations')).toEqual([{ after: null }]))
  const answer = () => {
    main.isRefusing = false
    others.resolve()
  }
  return { bridge, services, answer }
}

const filters = () => screen.getAllByRole('radio').map((one) => one.getAttribute('aria-label'))

describe('a window that has the first conversations', () => {
  it('P18: says no number before it is the right one, and all of them once all are here', async () => {
    const { answer, services } = await openPage()
    expect(filters()).toEqual(['Open', 'Unread 1', 'Needs reply'])
    act(() => services.ui.setState({ filter: 'done' }))
    const nothingDone = () => screen.queryByRole('button', { name: 'Show all conversations' })
    expect(nothingDone()).toBeNull()
    answer()
    await waitFor(() => expect(nothingDone()).not.toBeNull())
    expect(filters()).toEqual(['Open 5', 'Unread 1', 'Needs reply', 'Done'])
  })

  it('asks again for the others where main could not read for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    onTestFinished(() => void vi.useRealTimers())
    const { answer, bridge } = await openPage({ isRefusing: true })
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    expect(bridge.inputs('app.snapshot')).toEqual([{ isWhole: false }, { isWhole: true }])
    expect(filters()).toEqual(['Open', 'Unread 1', 'Needs reply'])
    answer()
    await act(() => vi.advanceTimersByTimeAsync(2_000))
    expect(filters()).toEqual(['Open 5', 'Unread 1', 'Needs reply'])
  })

  it('tells main that it is settled once all are here, not before', async () => {
    const { answer, bridge } = await openPage()
    expect([bridge.inputs('app.painted').length, bridge.inputs('app.settled').length]).toEqual([1, 0])
    answer()
    await waitFor(() => expect(bridge.inputs('app.settled')).toHaveLength(1))
  })

  it('P14: chooses nobody who may be the wrong one', async () => {
    const { answer, services } = await openPage()
    const toAccount = () => {
      const { replica } = services.replica.state.getState()
      return replica && recipientOf({ kind: 'account', id: accountId(1) }, replica)?.accountId
    }
    expect(toAccount()).toBe(accountId(1))
    act(() => services.ui.setState({ newMessage: true }))
    expect(screen.queryByRole('dialog')).toBeNull()
    answer()
    expect(await screen.findByRole('dialog', {}, { timeout: 5_000 })).toBeDefined()
  })
})
