import type { AppErrorCode } from '#shared/errors.ts'
import type { AutoBackupPlan } from '#shared/model/backup.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { Settings } from '#shared/model/settings.ts'
import type { Prepared, StageOrder } from './prepare-stage.ts'

/** What a backup holds beside the database. */
export interface RestoredParts {
  settings: Settings
  /** Bot tokens as the vault keeps them; what cannot be kept durably is kept in memory by whoever starts over (P9). */
  tokens: ReadonlyMap<AccountId, string>
}

/** What is kept of automatic backups between starts. Times in Unix milliseconds. */
export interface KeptAutoBackups {
  /** Stands in the names of this profile's files: other profiles may be backed up into the same folder. */
  mark: string | null
  plan: AutoBackupPlan | null
  /** What was made, in that order: where it lies, and under which name. */
  made: readonly { folder: string; name: string }[]
  /** The newest one that was read back. */
  last: { at: number; name: string; bytes: number } | null
  /** None could be made since then; nothing is said of it before `quietUntil`. */
  failure: { code: AppErrorCode; since: number; quietUntil: number | null } | null
  /** When the operator last made, or restored, one by hand. */
  byHandAt: number | null
  /** Nobody is reminded before. */
  quietUntil: number | null
}

/**
 * Where that is kept on this computer, in no backup and left alone by a restore. What is written is read at once, and
 * durable when `write` resolves: while a backup is written a disk takes long for that.
 */
export interface AutoBackupStore {
  read(): KeptAutoBackups
  write(kept: KeptAutoBackups): Promise<void>
  /** Whether there is one, without asking the system to open it. */
  hasPassphrase(): boolean
  /** Null: there is none, or what it was enciphered with is gone. @throws AppError `vault-refused` while the system's keyring is locked */
  passphrase(): Promise<string | null>
  /** As durable as the vault keeps secrets here. @throws AppError `vault-refused` */
  setPassphrase(passphrase: string | null): Promise<void>
}

/** What automatic backups need beside the rest. */
export interface AutoBackupPorts {
  store: AutoBackupStore
  /** Asks the operator for a folder; null when cancelled. */
  chooseFolder(): Promise<string | null>
  /** Whether a database that nothing writes to is sound all through; never on main's thread. @throws the signal's reason */
  isSound(file: string, signal: AbortSignal): Promise<boolean>
  /** The profile's own database is not sound. */
  damaged(): void
}

/** What backups need of whoever keeps the profile. */
export interface BackupPorts {
  /** The profile's folder; the database and the media lie in `data` inside. */
  profileFolder: string
  appVersion: string
  /** Asks the operator where to, suggesting a name; null when cancelled. */
  chooseTarget(suggestedName: string): Promise<string | null>
  /** Asks the operator for a backup; null when cancelled. */
  chooseSource(): Promise<string | null>
  /** `prepareStage`, never on main's thread. @throws the signal's reason */
  prepare(order: StageOrder, signal: AbortSignal): Promise<Prepared>
  /**
   * Writes settings and enciphered tokens into a folder, under the names they have in a profile.
   * @throws AppError `vault-refused` while nobody has agreed to how tokens are kept
   */
  stage(folder: string, parts: RestoredParts): Promise<void>
  automatic: AutoBackupPorts
  /** A restored profile is staged and marked: ends this product, then starts over with that profile. */
  startOver(parts: RestoredParts): void
}
