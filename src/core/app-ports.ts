import type { HostInfo } from '#shared/model/app-info.ts'
import type { AppActions } from './app-actions.ts'
import type { BackupPorts } from './backup/ports.ts'
import type { HostPolicy } from './ilink/hosts.ts'
import type { LockPorts } from './lock/ports.ts'
import type { VoiceDecoder } from './media/ports.ts'
import type { NodeHttp } from './net/http.ts'
import type { ProxyPorts } from './network/ports.ts'
import type { Desktop } from './notify/ports.ts'
import type { AccountLeases, Clock, Log, Random, SecretVault, SettingsStore } from './ports.ts'
import type { LessonWorld } from './practice/ports.ts'
import type { ProgramPorts } from './programs/ports.ts'
import type { Reads } from './reads/ports.ts'
import type { Database } from './storage/database.ts'
import type { NoteStore } from './storage/recovery/recovery-note.ts'

/** Everything the product needs from the world. Electron stands behind some of it, never inside. */
export interface AppPorts {
  clock: Clock
  random: Random
  http: NodeHttp
  /** The system's proxy, and what proxies ask for; null where nothing leaves this computer and none is asked for. */
  proxy: ProxyPorts | null
  hosts: HostPolicy
  vault: SecretVault
  leases: AccountLeases
  settings: SettingsStore
  database: Database
  /** What a recovery of the database needs to know is kept here; null where there is nothing to recover. */
  recoveryNotes: NoteStore | null
  /** Names of files that were set aside and may hold what is removed now (P23). */
  leftOver(): readonly string[]
  /** Long reads of the same database. */
  reads: Reads
  actions: AppActions
  desktop: Desktop
  /** Who keeps the profile; null where there is none to be backed up. */
  backup: BackupPorts | null
  /** The operator's home directory, where other programs keep theirs; null where none are looked for. */
  homeFolder: string | null
  /** This product, for `bot_agent`. */
  botAgent: string
  /** Facts about the running app as of now. */
  info(): HostInfo
  log: Log
  /** Where the bytes of media lie; made with mode 0700 (P9). */
  mediaFolder: string
  voices: VoiceDecoder
  /** What lessons need of the world of practice mode; null outside of it. */
  lessons: LessonWorld | null
  /** What other programs need to reach the app; null where none can. */
  programs: ProgramPorts | null
  /** What a lock needs; null where there is none. */
  lock: LockPorts | null
}
