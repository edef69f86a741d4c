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

const OFFICE = { scheme: 'http', host: 'proxy.office.example', port: 8080 } as const

it.each([
  { proxy: { mode: 'manual', address: null } },
  { proxy: { mode: 'manual', address: { ...OFFICE, host: 'office:secret@proxy' } } },
  { proxy: { mode: 'manual', address: { ...OFFICE, scheme: 'socks4' } } },
  { proxy: { mode: 'manual', address: { ...OFFICE, password: 'secret' } } },
  { proxy: { mode: 'manual', address: OFFICE, credentials: { user: 'a', password: 'b' } } },
])('a proxy that cannot be is none, and what it asks for is no setting: %j', (network) => {
  expect(settingsFrom({ network }).network).toEqual(DEFAULT_SETTINGS.network)
  expect(
    settingsFrom({ network: { proxy: { mode: 'manual', address: OFFICE } } }).network.proxy.address,
  ).toEqual(OFFICE)
})
