import type { AccountId } from '#shared/model/ids.ts'
import type { Settings } from '#shared/model/settings.ts'

/** What a backup holds beside the database. */
export interface RestoredParts {
  settings: Settings
  /** Bot tokens as the vault keeps them; what cannot be kept durably is kept in memory by whoever starts over (P9). */
  tokens: ReadonlyMap<AccountId, string>
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
  /**
   * Writes settings and enciphered tokens into a folder, under the names they have in a profile.
   * @throws AppError `vault-refused` while nobody has agreed to how tokens are kept
   */
  stage(folder: string, parts: RestoredParts): Promise<void>
  /** A restored profile is staged and marked: ends this product, then starts over with that profile. */
  startOver(parts: RestoredParts): void
}
