// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { SettingsScreen } from './settings.tsx'

afterEach(cleanup)

async function drawSettings() {
  const bridge = new FakeBridge(aSnapshot(), [], {
    'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
    'diagnostics.quarantine': () => [],
  })
  await act(async () => {
    await renderWith(bridge, <SettingsScreen backup={{ byHand: null, automatic: null }} />)
  })
  const section = within(screen.getByRole('region', { name: 'Broadcasts' }))
  return { bridge, section }
}

const PER_MINUTE = { name: 'Messages per minute, at most' }

describe('broadcast settings', () => {
  it('offer paces, a reserve and a limit, and go to main as a whole', async () => {
    const { bridge, section } = await drawSettings()
    const pace = section.getByRole('combobox', { name: 'Time between two messages of an account' })
    expect(
      within(pace)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['1.5 s', '3 s', '5 s', '10 s', '30 s', '60 s'])
    fireEvent.change(pace, { target: { value: '10000' } })
    fireEvent.change(section.getByRole('combobox', { name: 'Messages reserved per person' }), {
      target: { value: '0' },
    })
    const limit = section.getByRole('spinbutton', PER_MINUTE)
    fireEvent.change(limit, { target: { value: '60' } })
    expect(bridge.inputs('settings.update')).toHaveLength(2)
    fireEvent.blur(limit)
    await act(async () => {})
    fireEvent.change(screen.getByRole('combobox', { name: 'Frequency cap' }), { target: { value: '2' } })
    await act(async () => {})
    expect(bridge.inputs('settings.update').at(-1)).toEqual({
      broadcast: { paceMs: 10_000, reserve: 0, perMinute: 60, cap: 2, capDays: 7 },
    })
  })

  it.each(['', '0', '2.5', '6001'])(
    'say why a limit of “%s” cannot be, and hold the former',
    async (value) => {
      const { bridge, section } = await drawSettings()
      const limit = section.getByRole('spinbutton', PER_MINUTE)
      fireEvent.change(limit, { target: { value } })
      fireEvent.keyDown(limit, { key: 'Enter' })
      const words = 'Enter a whole number from 1 to 6,000. Until then 120 stays in force.'
      expect(section.getByRole('alert').textContent).toBe(words)
      expect(limit.getAttribute('aria-invalid')).toBe('true')
      fireEvent.change(limit, { target: { value: '120' } })
      fireEvent.blur(limit)
      expect(section.queryByRole('alert')).toBeNull()
      expect(bridge.inputs('settings.update')).toEqual([])
    },
  )
})
