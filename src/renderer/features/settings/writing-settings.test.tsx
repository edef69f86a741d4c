// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { WritingFields } from './writing-settings.tsx'

afterEach(cleanup)

it('lets pictures keep their place, and shows what is set', async () => {
  const bridge = new FakeBridge(aSnapshot())
  const update = vi.fn(async () => true)
  await act(async () => void (await renderWith(bridge, <WritingFields update={update} />)))
  const removal = () => screen.getByRole('switch', { name: 'Remove the location from pictures and videos' })
  expect(removal()).toHaveProperty('checked', true)
  await act(async () => void fireEvent.click(removal()))
  expect(update).toHaveBeenCalledExactlyOnceWith({ removesPlace: false })
  await act(async () =>
    bridge.emit({ kind: 'settings', settings: { ...bridge.snapshot.settings, removesPlace: false } }),
  )
  expect(removal()).toHaveProperty('checked', false)
})

it('lets Enter break the line, named by the keys of this computer', async () => {
  const bridge = new FakeBridge(aSnapshot())
  const update = vi.fn(async () => true)
  await renderWith(bridge, <WritingFields update={update} />)
  const group = screen.getByRole('radiogroup', { name: 'Send with' })
  expect(within(group).getByRole('radio', { name: 'Enter' })).toHaveProperty('checked', true)
  await act(async () => void fireEvent.click(within(group).getByRole('radio', { name: 'Ctrl+Enter' })))
  expect(update).toHaveBeenCalledExactlyOnceWith({ sendKey: 'mod-enter' })
})
