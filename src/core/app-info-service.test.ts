import { expect, it } from 'vitest'
import { TestEvents } from '#core/testing/events.ts'
import { AppError } from '#shared/errors.ts'
import type { KeyCombination } from '#shared/model/key-combination.ts'
import { KeyCombinationSchema } from '#shared/model/key-combination-schema.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { AppInfoService } from './app-info-service.ts'
import { ServerClock } from './diagnostics/server-clock.ts'
import { SettingsService } from './settings-service.ts'
import { NO_ACTIONS, PLAIN_INFO } from './testing/no-window.ts'

const [FORMER, NEXT] = [KeyCombinationSchema.parse('Mod+Alt+L'), KeyCombinationSchema.parse('Mod+Alt+K')]

/** Keys in force, and settings that cannot be written. */
function world(taken: readonly KeyCombination[] = []) {
  const events = new TestEvents()
  let inForce: KeyCombination | null = taken.includes(FORMER) ? null : FORMER
  let isTaken = false
  const settings = { ...DEFAULT_SETTINGS, machine: { ...DEFAULT_SETTINGS.machine, raiseKeys: FORMER } }
  const service = new AppInfoService({
    settings: new SettingsService(
      {
        read: () => settings,
        write: () => {
          throw new AppError('storage-full')
        },
      },
      events,
    ),
    lock: () => 'off',
    info: () => ({ ...PLAIN_INFO, raiseKeysTaken: isTaken }),
    actions: {
      ...NO_ACTIONS,
      setRaiseKeys(keys) {
        if (keys !== null && taken.includes(keys)) throw new AppError('keys-taken')
        inForce = keys
        isTaken = false
      },
      restoreRaiseKeys(keys) {
        isTaken = keys !== null && taken.includes(keys)
        inForce = isTaken ? null : keys
      },
    },
    sink: { isFailing: false },
    serverClock: new ServerClock(events),
    events,
    leftOver: () => [],
    backups: () => ({ notice: () => null, folderWithBackups: () => '/drive' }),
  })
  return { service, inForce: () => inForce, told: () => events.of('app-info-changed').length }
}

it('keys whose choice cannot be kept are given back, and those before are in force again', () => {
  const { service, inForce } = world()
  expect(() => service.setRaiseKeys(NEXT)).toThrow('storage-full')
  expect(inForce()).toBe(FORMER)
})

it('none are in force where another program has those before by then, and it is said', () => {
  const { service, inForce, told } = world([FORMER])
  expect(() => service.setRaiseKeys(NEXT)).toThrow('storage-full')
  expect(inForce()).toBeNull()
  expect(service.read().raiseKeysTaken).toBe(true)
  expect(told()).toBe(1)
})

it('P23: after history was deleted it says that automatic backups made before still hold it', () => {
  const { service } = world()
  expect(service.read().notices).toEqual([])
  service.handle({ kind: 'history-erased', accountId: null, userIds: [] })
  expect(service.read().notices).toEqual([{ kind: 'left-in-backups', folder: '/drive' }])
})
