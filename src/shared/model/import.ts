import type { AccountId } from './ids.ts'

/** Programs whose folders can be imported (design 10). */
export type ImportSource = 'weilink' | 'openclaw'

/** A folder on this computer that holds something to import. */
export interface ImportFolder {
  source: ImportSource
  /** Absolute path. */
  folder: string
}

/**
 * What stands against an account found in a folder.
 * - `broken-file`: its file, or the list of accounts, cannot be read
 * - `token-missing`: it is not signed in there
 * - `already-here`: the same WeChat owner or the same bot is an account here; it stays as it is
 * - `superseded`: another one in this folder is the newer sign-in of the same owner or bot
 * - `host-not-allowed`: it can be imported, but stays stopped (P10)
 */
export type ImportProblem =
  | 'broken-file'
  | 'token-missing'
  | 'already-here'
  | 'superseded'
  | 'host-not-allowed'

/** One account found in a folder, without its secrets (P9). */
export interface ImportCandidate {
  /** Names it in `import.run`. */
  key: string
  source: ImportSource
  /** Session name or account id there. */
  name: string
  /** Last characters of the bot id; null where it is not known. */
  bot: string | null
  /** Last characters of the owner's user id; null where it is not known. */
  owner: string | null
  /** Contacts with an open reply window, and those whose window is over and which are left behind. */
  contexts: { usable: number; expired: number }
  /** The default there; it becomes the default here when it is the first account. */
  isDefault: boolean
  problem: ImportProblem | null
  /** Its file, relative to the folder, with `/`. */
  file: string
  /** Files beside it that cannot be read; it is imported without what they hold. */
  brokenFiles: string[]
}

/** Why an account was not imported. `gone`: no longer in the folder; `not-stored`: this computer could not keep it. */
export type ImportSkipReason = Exclude<ImportProblem, 'host-not-allowed'> | 'gone' | 'not-stored'

/** What became of one chosen account. */
export type ImportOutcome =
  | { key: string; result: 'imported'; accountId: AccountId }
  | { key: string; result: 'skipped'; reason: ImportSkipReason }

/** Whether the account can be chosen. */
export function isImportable({ problem }: Pick<ImportCandidate, 'problem'>): boolean {
  return problem === null || problem === 'host-not-allowed'
}
