// @vitest-environment jsdom
import { Tooltip } from '@base-ui/react/tooltip'
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { aBroadcast, aSnapshot, broadcastId } from '../test-support/samples.ts'
import { Rail } from './rail.tsx'

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
})
afterEach(cleanup)

async function rail(...broadcasts: ReturnType<typeof aBroadcast>[]) {
  const bridge = new FakeBridge(aSnapshot({ broadcasts }))
  const view = await renderWith(
    bridge,
    <Tooltip.Provider>
      <Rail onAddAccount={vi.fn()} />
    </Tooltip.Provider>,
  )
  return { bridge, ...view }
}

const link = () => screen.getByRole('link', { name: 'Broadcasts' })
const sign = () => document.getElementById(link().getAttribute('aria-describedby') ?? '')?.textContent

describe('the way to broadcasts', () => {
  it('says while one is running, and keeps its name', async () => {
    const { bridge } = await rail(aBroadcast(1), aBroadcast(2, { state: 'running', waitsForTurn: true }))
    expect(sign()).toBeUndefined()
    act(() => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(2, { state: 'running' }) }))
    expect(sign()).toBe('A broadcast is running')
    act(() => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(2) }))
    expect(sign()).toBeUndefined()
  })

  it('leads to the list, also from a run', async () => {
    const { services } = await rail(aBroadcast(1))
    services.ui.setState({ screen: 'broadcasts', run: broadcastId(1) })
    fireEvent.click(link())
    expect(services.ui.getState()).toMatchObject({ screen: 'broadcasts', run: null })
  })
})
