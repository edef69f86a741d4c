import { z } from 'zod'
import { MAX_BACKUP_DAYS, MAX_BACKUPS_KEPT, MAX_PASSPHRASE, MAX_PATH } from '../limits.ts'
import type { BackupPreview } from '../model/backup.ts'
import { isStrongEnough } from '../text/passphrase-strength.ts'
import { request } from './request.ts'

/** One that is not guessed at once. Never logged, never kept. */
const Passphrase = z.string().max(MAX_PASSPHRASE).refine(isStrongEnough)

/**
 * Requests about encrypted backups. Files are chosen in the system's own dialogs; a page sees their names,
 * never paths, but for the folder of automatic ones. All but `cancel` and `close` fail with `not-possible-now` in practice mode and while
 * another one works; progress goes out as changes.
 */
export const backupRequests = {
  /**
   * Asks where to, then writes a backup of everything; null when it was cancelled.
   * Fails with `backup-unwritable` or `storage-full`.
   */
  'backup.create': request(z.object({ passphrase: Passphrase }))<{ name: string; bytes: number } | null>(),
  /** Ends whatever is under way; nothing of it stays. */
  'backup.cancel': request(z.undefined())<void>(),
  /**
   * Asks for a backup and looks at its beginning; null when none was chosen.
   * Fails with `backup-unreadable`, `backup-foreign`, `backup-too-new` or `backup-damaged`.
   */
  'backup.choose': request(z.undefined())<{ name: string; bytes: number } | null>(),
  /**
   * Opens the chosen backup and reads it to its end; changes nothing; null when it was cancelled.
   * Fails with `backup-passphrase`, and like `backup.choose`.
   */
  'backup.open': request(z.object({ passphrase: z.string().max(MAX_PASSPHRASE) }))<BackupPreview | null>(),
  /**
   * Replaces everything here with the opened backup; what was here is set aside. The answer `true`
   * comes before the windows start over, `false` means that it was cancelled and nothing changed.
   * Fails with `vault-refused`, `storage-full`, and like `backup.open`.
   */
  'backup.restore': request(z.undefined())<boolean>(),
  /** Forgets the chosen backup and its key. */
  'backup.close': request(z.undefined())<void>(),
  /** Asks for a folder in the system's dialog; null when none was chosen. */
  'backup.chooseFolder': request(z.undefined())<string | null>(),
  /**
   * Has backups made every so many days into a folder, of which `keep` stay; the first is made at once, and so is one
   * with a new passphrase. Null keeps the passphrase that is set. Fails with `backup-folder-relative`, `backup-folder-gone`,
   * `backup-folder-own`, `backup-unwritable`, `storage-full`, `vault-refused`, or `backup-passphrase-gone` where none is set.
   */
  'backup.automate': request(
    z.object({
      folder: z.string().trim().min(1).max(MAX_PATH),
      everyDays: z.number().int().min(1).max(MAX_BACKUP_DAYS),
      keep: z.number().int().min(1).max(MAX_BACKUPS_KEPT),
      passphrase: Passphrase.nullable(),
    }),
  )<void>(),
  /** Makes none without being asked any more; those that were made stay. */
  'backup.stopAutomatic': request(z.undefined())<void>(),
  /** Begins an automatic one now; how it goes is told by changes. */
  'backup.makeNow': request(z.undefined())<void>(),
  /** Says nothing of missing or failing backups for some days. */
  'backup.remindLater': request(z.undefined())<void>(),
}
