import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LockStore } from '#core/lock/ports.ts'
import { TestVault } from '#core/testing/vault.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'
import type { SettingsFile } from './adapters/settings-store.ts'
import { emptyProfile } from './empty-profile.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-empty-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('deletes what is of anybody, what was set aside of it too, and its lock last; keeps the look and the logs', async () => {
  const write = (name: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), 'of somebody')
  }
  for (const name of ['data/linkboard.db', 'data/media/ab/cd', 'data/linkboard.db.before-restore-1'])
    write(name)
  for (const name of ['secrets.json', 'secrets.json.damaged-1', 'settings.json.before-restore-1']) write(name)
  for (const name of ['backups.json', 'backups.json.draft']) write(name)
  for (const name of ['restore/settings.json', 'settings.json', 'logs/main.log', 'Cache/data']) write(name)
  let kept: Settings = {
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    columns: [],
    panes: {
      ...DEFAULT_SETTINGS.panes,
      folds: { groups: [{ name: '老客户', isOpen: true }], isRestOpen: true },
    },
    network: { proxy: { mode: 'manual', address: { scheme: 'http', host: 'proxy', port: 8080 } } },
    machine: { closeToTray: true, raiseKeys: null, programs: { isOn: false, port: null } },
  }
  const settings: SettingsFile = {
    setAside: null,
    weakProtectionAgreed: true,
    read: () => kept,
    write: (next) => {
      kept = next
    },
  }
  const left: boolean[] = []
  const lock: LockStore = {
    read: () => null,
    write: () => left.push(existsSync(path.join(folder, 'data'))),
  }
  const vault = new TestVault()
  vault.secret = 'of somebody'
  await emptyProfile({ folder, settings, lock, vault: { proxy: vault.slot } })
  expect(vault.secret).toBeNull()
  expect(readdirSync(folder).sort()).toEqual(['Cache', 'logs', 'settings.json'])
  expect(kept).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    // whoever begins anew does not go around the proxy that was set
    network: { proxy: { mode: 'manual', address: { scheme: 'http', host: 'proxy', port: 8080 } } },
    machine: { closeToTray: true, raiseKeys: null, programs: { isOn: false, port: null } },
  })
  expect(left).toEqual([false])
})
