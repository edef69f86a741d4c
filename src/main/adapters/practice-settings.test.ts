import { expect, it } from 'vitest'
import type { SettingsStore } from '#core/ports.ts'
import { AccountId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'
import { createPracticeSettings } from './practice-settings.ts'

function column(id: string) {
  return { accountId: AccountId.parse(id), width: 400 }
}

function silent(settings: Settings, id: string): Settings {
  return {
    ...settings,
    notifications: { ...settings.notifications, silentAccounts: [AccountId.parse(id)] },
  }
}

const OWN = column('00000000-0000-4000-8000-000000000001')
const PRACTICE = column('00000000-0000-4000-8000-000000000002')

it('practice mode has columns of its own and leaves the operator’s alone, other settings are shared', () => {
  let kept: Settings = { ...DEFAULT_SETTINGS, columns: [OWN] }
  const own: SettingsStore = {
    read: () => kept,
    write: (settings) => {
      kept = settings
    },
  }
  const practice = createPracticeSettings(own)
  expect(practice.read().columns).toBeNull()
  practice.write({ ...practice.read(), theme: 'dark', columns: [PRACTICE] })
  expect(practice.read()).toMatchObject({ theme: 'dark', columns: [PRACTICE] })
  expect(kept).toMatchObject({ theme: 'dark', columns: [OWN] })
})

it('keeps its silent accounts apart too, and shares what else is told', () => {
  let kept = silent(DEFAULT_SETTINGS, OWN.accountId)
  const practice = createPracticeSettings({
    read: () => kept,
    write: (settings) => {
      kept = settings
    },
  })
  expect(practice.read().notifications.silentAccounts).toEqual([])
  const changed = silent(practice.read(), PRACTICE.accountId)
  practice.write({ ...changed, notifications: { ...changed.notifications, content: 'hidden' } })
  expect(practice.read().notifications.silentAccounts).toEqual([PRACTICE.accountId])
  expect(kept.notifications).toMatchObject({ silentAccounts: [OWN.accountId], content: 'hidden' })
})
