import type { AppErrorCode } from '../errors.ts'
import type { Language, Settings } from './settings.ts'

/** Something wrong with the whole app that the operator must know, each shown as a banner or dialog. */
export type AppNotice =
  | { kind: 'server-override'; url: string }
  | { kind: 'practice' }
  | { kind: 'settings-reset'; file: string }
  | { kind: 'secrets-reset'; file: string }
  /** Nothing of the damaged database could be read. */
  | { kind: 'database-reset'; file: string }
  /** A damaged database was read into a new one; up to `lost` of its messages could not be (P21). */
  | { kind: 'database-recovered'; file: string; messages: number; lost: number }
  /** There was no database; media that lay beside its place are in `file` now. */
  | { kind: 'database-gone'; file: string | null }
  /** The database is sound and lacks messages that were stored (P1). */
  | { kind: 'messages-missing'; missing: number }
  | { kind: 'restored'; file: string }
  /** What was removed with its history may still stand in these files that were set aside (P23). */
  | { kind: 'left-over'; files: string[] }
  /** Automatic backups in this folder that were made before still hold it (P23). */
  | { kind: 'left-in-backups'; folder: string }
  | { kind: 'storage-failed' }
  /** There is something worth keeping, and no backup of it that is at all new. */
  | { kind: 'backup-missing' }
  /** No automatic backup could be made since then; `isLong`: for days. Unix milliseconds. */
  | { kind: 'backup-failing'; code: AppErrorCode; since: number; isLong: boolean }
  /** Nobody can tell whether another program of this computer polls the same accounts (P6). */
  | { kind: 'unguarded' }
  /** This computer's clock is so far ahead of the server's, or, negative, behind (P19). */
  | { kind: 'clock-off'; aheadMs: number }

/** How far the repair of a damaged database is: what it does, and how much of the whole is done, 0 to 1 (P21). */
export interface RepairProgress {
  step: 'looking' | 'saving' | 'finishing'
  share: number
}

/** What a page knows while there is nothing else to show: main repairs the database before it can start. */
export interface Starting extends Pick<Settings, 'theme'> {
  language: Language
  repair: RepairProgress
}

/** Facts about the running app that do not change often. */
export interface AppInfo {
  version: string
  host: 'electron' | 'chromium'
  platform: string
  /** `--lang` or the system's language. */
  systemLanguage: Language
  /** Milliseconds to add to the page's clock to get the app's clock. */
  clockOffsetMs: number
  /** Practice mode can be started; with an override in force it cannot. */
  practice: 'available' | 'running' | 'unavailable-override'
  /** How well the system protects secrets; `ask` until the operator agreed to weak protection. */
  protection: 'strong' | 'weak-agreed' | 'session-only' | 'ask'
  notices: AppNotice[]
  /** The operator wants to quit although this many messages are not sent yet, or scheduled; null while nobody asks (P15). */
  quitAsked: { sends: number; scheduled: number; broadcasts: number } | null
  /** The system starts the app when the operator signs in to it; null where that cannot be set. */
  startsAtLogin: boolean | null
  /** The keys that are to raise the window are another program's. */
  raiseKeysTaken: boolean
  /** There is a tray in which the app can stay without its window. */
  hasTray: boolean
  /** Whether a passphrase is set that locks the window; practice mode has none. */
  lock: 'off' | 'on' | 'unavailable'
}

/** What the host knows of them. */
export type HostInfo = Omit<AppInfo, 'lock'>

/** The language that the interface speaks: the one that was set, else the system's. */
export function languageOf(
  { language }: Pick<Settings, 'language'>,
  { systemLanguage }: Pick<AppInfo, 'systemLanguage'>,
): Language {
  return language === 'system' ? systemLanguage : language
}
