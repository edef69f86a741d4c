/**
 * Limits that the contract checks and the page keeps to. No schema is needed to know them, so that a page
 * can load them without the library that checks.
 */

/** Longest text a draft or a send may have, in UTF-16 units; far above what anyone types by hand. */
export const MAX_TEXT = 100_000
/** Files sent in one go at most. */
export const MAX_FILES = 500
/** Longest name that an operator gives, in UTF-16 units: an alias, a label, a template's name. */
export const MAX_NAME = 60
/** Longest note about a contact, and longest tag, in UTF-16 units. */
export const MAX_NOTE = 4_000
export const MAX_TAG = 24
/** Tags of one contact at most. */
export const MAX_TAGS = 20
/** Longest web address that is opened. */
export const MAX_URL = 4096
/** Longest name, and longest password, that a proxy is told, in bytes of UTF-8: SOCKS5 has one byte for the length. */
export const MAX_PROXY_CREDENTIAL_BYTES = 255
/** Longest path of a folder that an operator types. */
export const MAX_PATH = 4096

/** Passphrases of backups, in characters as people count them. */
export const MIN_PASSPHRASE = 8
export const MAX_PASSPHRASE = 1024

/** Days between two automatic backups at most, and how many of them stay. */
export const MAX_BACKUP_DAYS = 90
export const MAX_BACKUPS_KEPT = 100

/** The shortest passphrase of the lock: wrong tries slow down. */
export const MIN_LOCK_PASSPHRASE = 4
/** The computer may be left alone so many minutes before the window is locked. */
export const MAX_IDLE_MINUTES = 1_440

/** Messages of a history in one answer at most. */
export const MAX_PAGE = 200
/** Conversations that one window may watch at a time. */
export const MAX_WATCHED = 50

/** Width of a column of the side-by-side screen in CSS pixels, and how many of them there can be. */
export const COLUMN_MIN_PX = 280
export const COLUMN_MAX_PX = 4000
export const MAX_COLUMNS = 50
/** Width of the list beside a conversation in CSS pixels. */
export const LIST_MIN_PX = 260
export const LIST_MAX_PX = 560
/** Width of the account list in CSS pixels, where it is not folded to icons. */
export const RAIL_MIN_PX = 176
export const RAIL_MAX_PX = 320
/** The same while nobody has changed it. */
export const RAIL_PX = 208

/** Accounts put into a group at once. */
export const MAX_GROUPED = 1_000

/** Groups of accounts whose folds are remembered. */
export const MAX_GROUPS_FOLDED = 1_000

/** Time between two messages of one account that an operator can choose, in ms (P13). */
export const PACE_MIN_MS = 1_500
export const PACE_MAX_MS = 600_000
/** Messages that can be kept for the operator's own replies, of about ten (P13). */
export const MAX_RESERVE = 9
/** Most messages in a minute over all accounts that can be asked for. */
export const MAX_PER_MINUTE = 6_000
/** People in one broadcast at most. */
export const MAX_RECIPIENTS = 20_000
/** Lines of a ledger that a window is told at a time. */
export const LEDGER_PORTION = 500
/** Broadcasts and days that a frequency cap may name. */
export const MAX_CAP = 20
export const MAX_CAP_DAYS = 90

/** Quick replies at most, and messages that one of them may hold; a contact gets about ten per message of theirs. */
export const MAX_QUICK_REPLIES = 10_000
export const MAX_QUICK_REPLY_ITEMS = 10
/** Entries of a file that are looked at, many of which may be here already; one with more is refused. */
export const MAX_QUICK_REPLY_ENTRIES = 20_000
/** Longest text of a quick reply, and all texts of all of them together, in UTF-16 units. */
export const MAX_QUICK_REPLY_TEXT = 4_000
export const MAX_QUICK_REPLY_TEXTS = 4_000_000

export const MEBIBYTE = 1024 * 1024
/** Largest file that quick replies are imported from, and the files that an export of them holds at most, in bytes. */
export const MAX_QUICK_REPLY_IMPORT_BYTES = 40 * MEBIBYTE
export const MAX_QUICK_REPLY_EXPORT_BYTES = 20 * MEBIBYTE
/** Sizes that can be set for media, in bytes. */
export const AUTO_FETCH_MAX_BYTES = 2048 * MEBIBYTE
export const SIZE_LIMIT_MIN_BYTES = 1 * MEBIBYTE
export const SEND_MAX_BYTES = 1024 * MEBIBYTE
export const KEEP_MIN_BYTES = 100 * MEBIBYTE
export const KEEP_MAX_DAYS = 3650

/** Largest picture of a sign-in code that is saved, in bytes; one takes about 20 KB. */
export const MAX_CODE_PICTURE_BYTES = 1024 * 1024

/** Most conversations that one request marks; more take several, for others come between. */
export const MAX_MARKED = 1_000
/** Longest time in which a message can be taken back before it leaves. */
export const MAX_UNDO_SECONDS = 30
/** Accounts that can be left out of what is told. */
export const MAX_SILENT_ACCOUNTS = 1_000

export const MINUTES_OF_DAY = 24 * 60

/** Programs that can be let in at a time, and accounts that one of them may be kept to. */
export const MAX_PROGRAMS = 50
export const MAX_PROGRAM_ACCOUNTS = 1_000
/** Folders that one may take files from at most. */
export const MAX_FOLDERS = 20
/** Calls of programs in one answer at most. */
export const MAX_CALLS_SHOWN = 200
