import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, settingsFrom } from './settings.ts'

it.each([undefined, null, 'dark', 7, [1], []])(
  'settings that are none at all are the defaults: %j',
  (stored) => {
    expect(settingsFrom(stored)).toEqual(DEFAULT_SETTINGS)
  },
)

it('panes that were dragged before there was another one keep their widths', () => {
  expect(settingsFrom({ panes: { list: 400 } }).panes).toEqual({ ...DEFAULT_SETTINGS.panes, list: 400 })
})

it('a damaged value falls back alone', () => {
  expect(settingsFrom({ theme: 'dark', language: 7, panes: null, columns: {} })).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
  })
})

it('takes over what a former version stored, and quiet hours only if they have a length', () => {
  const { notifications, machine, ...former } = DEFAULT_SETTINGS
  expect(settingsFrom(former)).toEqual({ ...former, notifications, machine })
  const endless = { ...notifications, quietHours: { on: true, from: 480, to: 480 } }
  expect(settingsFrom({ ...former, notifications: endless }).notifications).toEqual(notifications)
})
