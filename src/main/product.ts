import { existsSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { type BrowserWindow, app as electronApp, powerMonitor } from 'electron'
import { createApp } from '#core/app.ts'
import type { AppActions } from '#core/app-actions.ts'
import type { AppPorts } from '#core/app-ports.ts'
import type { App } from '#core/app-surface.ts'
import type { RestoredParts } from '#core/backup/ports.ts'
import { toFailure } from '#core/diagnostics/log-event.ts'
import { sampled } from '#core/diagnostics/sampled-failures.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import { createBoundCredentials } from '#core/network/bound-credentials.ts'
import type { Desktop } from '#core/notify/ports.ts'
import type { Clock, SecretVault } from '#core/ports.ts'
import { createProgramPorts } from '#core/programs/address-file.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { createThreadedReads } from '#core/reads/threaded-reads.ts'
import { DEFAULT_SCRYPT_PARAMS } from '#core/scrypt.ts'
import { DATABASE_NAME, type Database, MEDIA_NAME } from '#core/storage/database.ts'
import { leftOverIn } from '#core/storage/left-over.ts'
import { createNoteFile } from '#core/storage/recovery/recovery-note.ts'
import { systemRandom } from '#core/system-ports.ts'
import type { HostInfo } from '#shared/model/app-info.ts'
import type { LogFiles } from './adapters/log-file.ts'
import { createPracticeSettings } from './adapters/practice-settings.ts'
import { createSystemProxy } from './adapters/system-proxy.ts'
import { createVoiceDecoder } from './adapters/voice-decoder.ts'
import { createBackupPorts } from './backup-ports.ts'
import type { Practice } from './practice.ts'
import type { Profile } from './profile.ts'
import { unpackedPath } from './unpacked.ts'

export interface ProductOptions {
  clock: Clock
  profile: Profile
  database: Database
  vault: SecretVault
  hosts: HostPolicy
  /** The world of practice mode; null for the operator's own product. */
  practice: Practice | null
  actions: AppActions
  desktop: Desktop
  log: LogFiles
  window(): BrowserWindow | null
  info(): HostInfo
  /** Nobody can tell whether another program polls the same accounts. */
  unguarded(): void
  /** Damage was met in the database. */
  damaged(): void
  startOver(parts: RestoredParts): void
}

/** What runs, and what has to be closed with it. */
export interface Product {
  app: App
  database: Database
  http: NodeHttp
  practice: Practice | null
}

const SECOND_MS = 1_000

/** Where leases lie: what the system keeps for the user alone, else a folder of ours among the temporary files. */
function leaseFolders(): string[] {
  const { uid } = userInfo()
  const ofSystem = path.join('/run/user', String(uid))
  const inTemporary = path.join(tmpdir(), `linkboard-${uid}`)
  return existsSync(ofSystem) ? [path.join(ofSystem, 'linkboard'), inTemporary] : [inTemporary]
}

/** Builds the product over Electron's ports; nothing runs before it is started. */
export function buildProduct(options: ProductOptions): Product {
  const { actions, clock, database, desktop, hosts, info, log, practice, profile, vault } = options
  const http = createNodeHttp({
    unexpected: sampled(clock, (error) =>
      log.write({ kind: 'failure', where: 'network', failure: toFailure(error) }),
    ),
  })
  const app = createApp({
    ...{ clock, http, hosts, vault, database, actions, desktop, info, log },
    random: systemRandom,
    leases: createAccountLeases({ folders: leaseFolders(), unguarded: () => options.unguarded() }),
    botAgent: `Linkboard/${electronApp.getVersion()}`,
    voices: createVoiceDecoder({
      script: unpackedPath(import.meta.dirname, 'voice-worker.mjs'),
      clock,
    }),
    ...(practice === null ? ownPorts(options) : practicePorts(profile, practice, database)),
  })
  return { app, database, http, practice }
}

type KeptPorts = Pick<
  AppPorts,
  | 'settings'
  | 'leftOver'
  | 'recoveryNotes'
  | 'reads'
  | 'backup'
  | 'homeFolder'
  | 'mediaFolder'
  | 'lock'
  | 'lessons'
  | 'proxy'
  | 'programs'
>

/** Where the operator's own product keeps its things. */
function ownPorts({ profile, log, window, damaged, startOver }: ProductOptions): KeptPorts {
  const folder = path.join(profile.folder, 'data')
  const file = path.join(folder, DATABASE_NAME)
  return {
    settings: profile.settings,
    leftOver: () => leftOverIn(folder),
    recoveryNotes: createNoteFile(file),
    reads: createThreadedReads({
      script: unpackedPath(import.meta.dirname, 'reads-worker.mjs'),
      ...{ file, log, damaged },
    }),
    backup: createBackupPorts({ profile, window, startOver, damaged }),
    homeFolder: homedir(),
    mediaFolder: path.join(folder, MEDIA_NAME),
    lessons: null,
    lock: {
      store: profile.lock,
      scryptParams: DEFAULT_SCRYPT_PARAMS,
      idleMs: () => powerMonitor.getSystemIdleTime() * SECOND_MS,
    },
    programs: createProgramPorts(
      {
        ...{ folder: profile.folder, file, damaged },
        version: electronApp.getVersion(),
        script: unpackedPath(import.meta.dirname, 'programs-worker.mjs'),
      },
      process,
    ),
    proxy: {
      system: createSystemProxy(),
      credentials: createBoundCredentials(profile.vault.proxy),
      openHttp: () => createNodeHttp(),
    },
  }
}

/**
 * Where practice mode does. Nothing in it is real or leaves this computer: nothing is backed up, recovered or locked, and
 * no proxy is asked for.
 */
function practicePorts(
  { settings }: Profile,
  { mediaFolder, lessons }: Practice,
  database: Database,
): KeptPorts {
  return {
    settings: createPracticeSettings(settings),
    leftOver: () => [],
    recoveryNotes: null,
    reads: createInProcessReads(database),
    backup: null,
    homeFolder: null,
    mediaFolder,
    lessons,
    lock: null,
    proxy: null,
    programs: null,
  }
}
