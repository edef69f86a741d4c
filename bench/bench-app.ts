import path from 'node:path'
import { type App, createApp } from '#core/app.ts'
import type { AppPorts } from '#core/app-ports.ts'
import { TestLog } from '#core/diagnostics/testing.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createMemoryVault } from '#core/memory-vault.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { openDatabase } from '#core/storage/database.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { NO_ACTIONS, NO_VOICES, PLAIN_INFO } from '#core/testing/no-window.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'

/** The whole product without a window, durable in `folder`; tokens are kept in memory. */
export function createBenchApp(options: {
  folder: string
  server: { url: string; cdnUrl: string }
  http: AppPorts['http']
}): App {
  const { folder, server, http } = options
  const clock = createSystemClock()
  return createApp({
    clock,
    random: systemRandom,
    http,
    hosts: createHostPolicy({ apiUrl: server.url, cdnUrl: server.cdnUrl }),
    vault: createMemoryVault(),
    leases: createAccountLeases(path.join(folder, 'leases')),
    settings: { read: () => DEFAULT_SETTINGS, write: () => {} },
    database: openDatabase(folder, clock.now()).database,
    actions: NO_ACTIONS,
    backup: null,
    homeFolder: null,
    botAgent: 'Bench/1.0',
    info: () => PLAIN_INFO,
    log: new TestLog((where, failure) => {
      throw new Error(`${where}: ${JSON.stringify(failure)}`)
    }),
    mediaFolder: path.join(folder, 'media'),
    voices: NO_VOICES,
  })
}
