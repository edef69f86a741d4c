import path from 'node:path'
import { createApp } from '#core/app.ts'
import type { AppPorts } from '#core/app-ports.ts'
import type { App } from '#core/app-surface.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createMemoryVault } from '#core/memory-vault.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { createProgramPorts } from '#core/programs/address-file.ts'
import { createThreadedReads } from '#core/reads/threaded-reads.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { createNoteFile } from '#core/storage/recovery/recovery-note.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { TestLog } from '#core/testing/log.ts'
import { NO_ACTIONS, NO_DESKTOP, NO_VOICES, PLAIN_INFO } from '#core/testing/no-window.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'

/** The whole product without a window, durable in `folder`; tokens are kept in memory. */
export function createBenchApp(options: {
  folder: string
  server: { url: string; cdnUrl: string }
  http: AppPorts['http']
  /** Who keeps the profile; none, unless backups are measured. */
  backup?: AppPorts['backup']
  /** Tokens of accounts that the profile has; none, unless they are to be online. */
  vault?: AppPorts['vault']
  /** Told of the database before the product has it. */
  opened?: (database: Database) => void
  /** What a host does when asked; nothing, unless that is measured. */
  actions?: AppPorts['actions']
}): App {
  const { folder, server, http } = options
  const clock = createSystemClock()
  let settings = DEFAULT_SETTINGS
  const { database } = openDatabase(folder, clock.now())
  options.opened?.(database)
  const log = new TestLog((where, failure) => {
    throw new Error(`${where}: ${JSON.stringify(failure)}`)
  })
  return createApp({
    clock,
    random: systemRandom,
    http,
    hosts: createHostPolicy({ apiUrl: server.url, cdnUrl: server.cdnUrl }),
    vault: options.vault ?? createMemoryVault(),
    leases: createAccountLeases({ folders: [path.join(folder, 'leases')], unguarded() {} }),
    settings: {
      read: () => settings,
      write: (changed) => {
        settings = changed
      },
    },
    database,
    leftOver: () => [],
    recoveryNotes: createNoteFile(path.join(folder, DATABASE_NAME)),
    reads: createThreadedReads({
      script: path.join(import.meta.dirname, '../src/main/reads-worker.ts'),
      file: path.join(folder, DATABASE_NAME),
      log,
      damaged() {},
    }),
    desktop: NO_DESKTOP,
    actions: options.actions ?? NO_ACTIONS,
    backup: options.backup ?? null,
    homeFolder: null,
    botAgent: 'Bench/1.0',
    info: () => PLAIN_INFO,
    log,
    mediaFolder: path.join(folder, 'media'),
    voices: NO_VOICES,
    lessons: null,
    lock: null,
    programs: createProgramPorts(
      {
        ...{ folder, version: '0.0.0', damaged() {} },
        script: path.join(import.meta.dirname, '../src/main/programs-worker.ts'),
        file: path.join(folder, DATABASE_NAME),
      },
      process,
    ),
    proxy: null,
  })
}
