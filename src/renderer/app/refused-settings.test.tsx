// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { DeskToast } from '../features/desk/desk-toast.tsx'
import { SettingsScreen } from '../features/settings/settings.tsx'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { aSnapshot } from '../test-support/samples.ts'

afterEach(cleanup)

/** The settings, which may be left, and what is told beside every screen. */
function Stage() {
  const [isShown, setShown] = useState(true)
  return (
    <>
      {isShown ? <SettingsScreen backup={{ byHand: <p>…</p>, automatic: null }} /> : null}
      <button type="button" onClick={() => setShown(false)}>
        Leave
      </button>
      <DeskToast />
    </>
  )
}

it.each([
  ['its screen is left', 'Show names and text', 'settings.update'],
  ['the field leaves others', 'Start Linkboard when you sign in to this computer', 'app.setStartAtLogin'],
] as const)(
  'a setting that is refused when it is not shown any more is told all the same: %s',
  async (_, name, request) => {
    const answer = Promise.withResolvers<void>()
    const bridge = new FakeBridge(aSnapshot(), [], {
      'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
      'diagnostics.quarantine': () => [],
      [request]: () => answer.promise,
    })
    await renderWith(bridge, <Stage />)
    fireEvent.click(screen.getByRole('switch', { name }))
    if (request === 'settings.update') fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    else
      fireEvent.change(screen.getByRole('searchbox', { name: 'Find a setting' }), {
        target: { value: 'quiet' },
      })
    answer.reject(new AppError('storage-full'))
    await act(async () => {})
    expect(screen.getByText('The setting could not be changed. It is as it was.')).toBeDefined()
  },
)
