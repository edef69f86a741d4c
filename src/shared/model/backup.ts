/** Work on a backup that is under way; there is one at a time. */
export interface BackupTask {
  kind: 'create' | 'check' | 'restore'
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
