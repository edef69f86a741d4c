import type { AppErrorCode } from '../errors.ts'

/** Work on a backup that is under way; there is one at a time. */
export interface BackupTask {
  /** `automatic`: one that is made without anybody asking, written and read back. */
  kind: 'create' | 'check' | 'restore' | 'automatic'
  /** 0 to 100. */
  percent: number
}

/** One account inside a backup, before anything is restored. */
export interface BackupAccount {
  /** Running number that names it where it has no alias. */
  number: number
  alias: string | null
  /** The same person or bot is an account here already. */
  isHere: boolean
  /** Its sign-in is in the backup; without one the person has to scan again. */
  hasSignIn: boolean
}

/** What a checked backup holds. */
export interface BackupPreview {
  /** Unix milliseconds of the clock of the computer that made it. */
  createdAt: number
  messages: number
  accounts: BackupAccount[]
}

/** How automatic backups are made. */
export interface AutoBackupPlan {
  /** An absolute path of this computer. */
  folder: string
  everyDays: number
  /** So many of them stay in the folder. */
  keep: number
}

/** Automatic backups as a page may know them: never their passphrase. Times in Unix milliseconds. */
export interface AutoBackupState {
  /** Null: none are made. */
  plan: AutoBackupPlan | null
  /** Their passphrase is known; it can be gone where it is kept only until the program ends. */
  hasPassphrase: boolean
  /** The newest one that was read back. */
  last: { at: number; name: string; bytes: number } | null
  /** None could be made since then; null while all is well. */
  failure: { code: AppErrorCode; since: number } | null
  /** When the next one is due, as far as that is known. */
  nextAt: number | null
}
