import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, settingsFrom } from './settings.ts'

it.each([undefined, null, 'dark', 7, [1], []])(
  'settings that are none at all are the defaults: %j',
  (stored) => {
    expect(settingsFrom(stored)).toEqual(DEFAULT_SETTINGS)
  },
)

it('a damaged value falls back alone', () => {
  expect(settingsFrom({ theme: 'dark', language: 7, panes: null, columns: {} })).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
  })
})
