// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppInfo } from '#shared/model/app-info.ts'
import { stubBrowser } from '../../test-support/browser-stubs.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { SettingsScreen } from './settings.tsx'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

async function shown(lock: AppInfo['lock']) {
  const snapshot = aSnapshot()
  const practice = lock === 'unavailable' ? 'running' : 'available'
  const bridge = new FakeBridge({ ...snapshot, app: { ...snapshot.app, lock, practice } }, [], {
    'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
    'diagnostics.quarantine': () => [],
  })
  const { services } = await renderWith(bridge, <SettingsScreen backup={{ byHand: null, automatic: null }} />)
  const section = screen.getByRole('region', { name: 'Privacy and lock' })
  return { bridge, services, section }
}

const button = (name: string) => screen.getByRole('button', { name })

describe('privacy and lock', () => {
  it('offers to set a passphrase, and says what that does', async () => {
    const { section, services } = await shown('off')
    expect(section.textContent).toMatch(/Ctrl\+L locks Linkboard.*does not encrypt/su)
    expect(section.textContent).toContain('This takes effect once a passphrase is set.')
    fireEvent.click(button('Set passphrase'))
    expect(services.ui.getState().passphrase).toBe('set')
  })

  it('offers to change or remove the one that is set', async () => {
    const { services } = await shown('on')
    fireEvent.click(button('Change passphrase'))
    expect(services.ui.getState().passphrase).toBe('change')
    fireEvent.click(button('Remove passphrase'))
    expect(services.ui.getState().passphrase).toBe('remove')
  })

  it('keeps when it is locked automatically, each choice with its default explained', async () => {
    const { bridge, section } = await shown('on')
    expect(section.textContent).toMatch(/10 minutes by default.*On by default.*On by default/su)
    await act(async () =>
      fireEvent.change(screen.getByLabelText('When nobody uses the computer'), {
        target: { value: 'never' },
      }),
    )
    await act(async () =>
      fireEvent.click(screen.getByRole('switch', { name: 'When the computer goes to sleep' })),
    )
    expect(bridge.inputs('settings.update')).toEqual([
      { lock: { idleMinutes: null, onSleep: true, onScreenLock: true } },
      { lock: { idleMinutes: null, onSleep: false, onScreenLock: true } },
    ])
  })

  it('says that practice mode has none', async () => {
    const { section } = await shown('unavailable')
    expect(section.textContent).toContain('Practice mode has no lock')
    expect(screen.queryByRole('button', { name: /passphrase/ })).toBeNull()
  })
})
