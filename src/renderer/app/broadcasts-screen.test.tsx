// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import {
  aBroadcast,
  aConversation,
  aLedger,
  anAccount,
  aRecipient,
  aSnapshot,
  broadcastId,
} from '../test-support/samples.ts'
import { BroadcastsScreen } from './broadcasts-screen.tsx'

afterEach(cleanup)

async function broadcasts() {
  const bridge = new FakeBridge(
    aSnapshot({
      accounts: [anAccount(1)],
      conversations: [aConversation(1, { contactAlias: 'Li' })],
      broadcasts: [aBroadcast(1), aBroadcast(2, { state: 'draft' })],
    }),
    [],
    { 'broadcasts.show': () => aLedger([aRecipient(0)]) },
  )
  const { services } = await renderWith(bridge, <BroadcastsScreen />)
  return { bridge, ui: services.ui }
}

const press = async (name: string) => {
  await act(async () => fireEvent.click(screen.getByRole('button', { name })))
}

describe('BroadcastsScreen', () => {
  it('opens the dialog for a new broadcast and for a draft', async () => {
    const { ui } = await broadcasts()
    await press('New broadcast')
    expect(ui.getState().newBroadcast).toEqual({ kind: 'open', draft: null })
    await press('Broadcast 2')
    expect(ui.getState().newBroadcast).toEqual({ kind: 'open', draft: 2 })
  })

  it('opens a run and comes back to its row', async () => {
    const { ui } = await broadcasts()
    await press('Broadcast 1')
    expect(ui.getState().run).toBe(1)
    expect(screen.getByRole('table', { name: 'Recipients' })).toBeTruthy()
    await press('All broadcasts')
    await act(() => new Promise((done) => requestAnimationFrame(done)))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Broadcast 1' }))
  })

  it('leads from a recipient to the conversation', async () => {
    const { ui } = await broadcasts()
    await press('Broadcast 1')
    await press('Li')
    expect(ui.getState()).toMatchObject({ screen: 'inbox', open: 1, run: 1 })
  })

  it('shows the list where the run has gone', async () => {
    const { bridge, ui } = await broadcasts()
    await act(async () => ui.setState({ run: broadcastId(1) }))
    await act(async () => bridge.emit({ kind: 'broadcast-removed', id: broadcastId(1) }))
    expect(screen.getByRole('table', { name: 'Broadcasts' })).toBeTruthy()
  })
})
