// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { SettingsScreen } from './settings.tsx'

afterEach(cleanup)

const MEGABYTE = 1024 * 1024
const QUIET: ConstructorParameters<typeof FakeBridge>[2] = {
  'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
  'diagnostics.quarantine': () => [],
}

async function drawSettings(handlers: typeof QUIET = {}) {
  const bridge = new FakeBridge(aSnapshot(), [], { ...QUIET, ...handlers })
  await act(async () => {
    await renderWith(bridge, <SettingsScreen backup={{ byHand: null, automatic: null }} />)
  })
  return bridge
}

const field = (name: string) => screen.getByRole('combobox', { name })
const choose = (name: string, value: string) => fireEvent.change(field(name), { target: { value } })

function settle(bridge: FakeBridge, media: Partial<MediaSettings>): void {
  const { settings } = bridge.snapshot
  act(() =>
    bridge.emit({ kind: 'settings', settings: { ...settings, media: { ...settings.media, ...media } } }),
  )
}

describe('media settings', () => {
  it('changed in quick succession keep every change', async () => {
    const bridge = await drawSettings()
    choose('Largest file to send', String(200 * MEGABYTE))
    choose('Keep for', '30')
    settle(bridge, { sendMaxBytes: 200 * MEGABYTE })
    expect(field('Keep for')).toHaveProperty('value', '30')
    choose('Download automatically up to', String(10 * MEGABYTE))
    await act(async () => {})
    expect(bridge.inputs('settings.update').at(-1)?.media).toMatchObject({
      keepDays: 30,
      sendMaxBytes: 200 * MEGABYTE,
      autoFetchMaxBytes: 10 * MEGABYTE,
    })
  })

  it('show again what holds when a change was refused, that change alone', async () => {
    const bridge = await drawSettings({
      'settings.update': ({ media }) => {
        if (media?.keepDays === 30) throw new AppError('storage-failed')
      },
    })
    choose('Largest file to send', String(200 * MEGABYTE))
    choose('Keep for', '30')
    await act(async () => {})
    expect(field('Keep for')).toHaveProperty('value', 'never')
    expect(field('Largest file to send')).toHaveProperty('value', String(200 * MEGABYTE))
    settle(bridge, { sendMaxBytes: 200 * MEGABYTE })
    settle(bridge, { sendMaxBytes: 50 * MEGABYTE })
    expect(field('Largest file to send')).toHaveProperty('value', String(50 * MEGABYTE))
  })

  it('say that the use of space is being counted while it is', async () => {
    await drawSettings({ 'media.storage': () => new Promise(() => {}) })
    expect(await screen.findByText('Loading')).toBeTruthy()
    expect(screen.queryByRole('table', { name: 'Storage use' })).toBeNull()
  })
})
