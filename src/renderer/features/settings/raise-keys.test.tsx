// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { KeyCombination } from '#shared/model/key-combination.ts'
import { KeyCombinationSchema } from '#shared/model/key-combination-schema.ts'
import { stubBrowser } from '../../test-support/browser-stubs.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { RaiseKeysSetting } from './raise-keys.tsx'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const L = KeyCombinationSchema.parse('Mod+Alt+L')

async function shown(keys: KeyCombination | null, taken = false, set = () => {}): Promise<FakeBridge> {
  const snapshot = aSnapshot()
  const bridge = new FakeBridge(
    {
      ...snapshot,
      settings: { ...snapshot.settings, machine: { ...snapshot.settings.machine, raiseKeys: keys } },
      app: { ...snapshot.app, raiseKeysTaken: taken },
    },
    [],
    { 'app.setRaiseKeys': set },
  )
  await renderWith(bridge, <RaiseKeysSetting />)
  return bridge
}

const button = (name: string) => screen.getByRole('button', { name })
const click = (name: string) =>
  act(async () => {
    button(name).focus()
    fireEvent.click(button(name))
  })
const press = (init: KeyboardEventInit) =>
  act(async () => fireEvent.keyDown(document.activeElement as Element, init))

describe('keys that show the window', () => {
  it('are pressed once and hold; modifiers alone are waited with', async () => {
    const bridge = await shown(null)
    await click('Choose keys')
    await press({ key: 'Control', code: 'ControlLeft', ctrlKey: true })
    await press({ key: 'l', code: 'KeyL', ctrlKey: true, altKey: true })
    expect(bridge.inputs('app.setRaiseKeys')).toEqual([{ keys: L }])
    expect(button('Choose keys').getAttribute('aria-pressed')).toBe('false')
  })

  it('stay as they are after Escape, and the window hears nothing of what is pressed meanwhile', async () => {
    const bridge = await shown(L)
    const heard = vi.fn()
    window.addEventListener('keydown', heard)
    await click('Change')
    await press({ key: 'Escape', code: 'Escape' })
    await press({ key: 'Tab', code: 'Tab' })
    window.removeEventListener('keydown', heard)
    expect(bridge.inputs('app.setRaiseKeys')).toEqual([])
    expect(heard).toHaveBeenCalledTimes(1)
    expect(document.activeElement).toBe(button('Change'))
  })

  it('can be taken away, and another program that has them is said', async () => {
    const bridge = await shown(L, true)
    expect(screen.getByText(/^Another program uses these keys, so/u)).toBeTruthy()
    await click('Remove')
    expect(bridge.inputs('app.setRaiseKeys')).toEqual([{ keys: null }])
  })

  it('are refused in words when another program has them', async () => {
    await shown(null, false, () => {
      throw new AppError('keys-taken')
    })
    await click('Choose keys')
    await press({ key: 'l', code: 'KeyL', altKey: true })
    expect(screen.getByText('Another program uses these keys. Choose others.')).toBeTruthy()
  })
})
