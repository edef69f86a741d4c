import { expect, it } from 'vitest'
import { Settings, settingsFrom } from './settings.ts'

const DEFAULTS = Settings.parse({})

it.each([undefined, null, 'dark', 7, [1], []])(
  'settings that are none at all are the defaults: %j',
  (stored) => {
    expect(settingsFrom(stored)).toEqual(DEFAULTS)
  },
)

it('a damaged value falls back alone', () => {
  expect(settingsFrom({ theme: 'dark', language: 7, panes: null, columns: {} })).toEqual({
    ...DEFAULTS,
    theme: 'dark',
  })
})
