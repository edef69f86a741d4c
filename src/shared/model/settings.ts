import { z } from 'zod'
import {
  AUTO_FETCH_MAX_BYTES,
  COLUMN_MAX_PX,
  COLUMN_MIN_PX,
  KEEP_MAX_DAYS,
  KEEP_MIN_BYTES,
  LIST_MAX_PX,
  LIST_MIN_PX,
  MAX_CAP,
  MAX_CAP_DAYS,
  MAX_COLUMNS,
  MAX_GROUPS_FOLDED,
  MAX_IDLE_MINUTES,
  MAX_NAME,
  MAX_PER_MINUTE,
  MAX_RESERVE,
  MAX_SILENT_ACCOUNTS,
  MAX_UNDO_SECONDS,
  MEBIBYTE,
  MINUTES_OF_DAY,
  PACE_MAX_MS,
  PACE_MIN_MS,
  RAIL_MAX_PX,
  RAIL_MIN_PX,
  RAIL_PX,
  SEND_MAX_BYTES,
  SIZE_LIMIT_MIN_BYTES,
} from '../limits.ts'
import { CONVERSATION_FILTERS, type ConversationFilter } from './conversation-state.ts'
import { AccountId } from './ids.ts'
import { KeyCombinationSchema } from './key-combination-schema.ts'
import { ProxySettingSchema } from './proxy-schema.ts'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** How wide a column was last, in CSS pixels; columns share the width there is in this proportion. */
const width = z.number().min(COLUMN_MIN_PX).max(COLUMN_MAX_PX)

/** One column of the side-by-side screen: an account, or what a filter finds in all of them. */
const Column = z.union([
  z.object({ accountId: AccountId, width }).strict(),
  z.object({ filter: z.enum(CONVERSATION_FILTERS), width }).strict(),
])
export type Column = z.infer<typeof Column>

/** What a column holds. */
export type ColumnContent = { accountId: AccountId } | { filter: ConversationFilter }

/** How media are fetched, sent and kept. Sizes in bytes. */
const MediaSettings = z.object({
  /** Received media are fetched by themselves; their references expire. */
  autoFetch: z.boolean(),
  /** Larger ones wait until the operator asks for them. */
  autoFetchMaxBytes: z.number().int().min(SIZE_LIMIT_MIN_BYTES).max(AUTO_FETCH_MAX_BYTES),
  /** Largest file that can be sent. */
  sendMaxBytes: z.number().int().min(SIZE_LIMIT_MIN_BYTES).max(SEND_MAX_BYTES),
  /** Received and sent media are removed after so many days; null keeps them. */
  keepDays: z.number().int().min(1).max(KEEP_MAX_DAYS).nullable(),
  /** The oldest are removed once all of them take more than this; null sets no limit. */
  keepBytes: z.number().int().min(KEEP_MIN_BYTES).nullable(),
})
export type MediaSettings = z.infer<typeof MediaSettings>

/** How broadcasts go out unless one says otherwise. */
const BroadcastSettings = z.object({
  /** Time between two messages of one account in ms; chance makes it a little longer. */
  paceMs: z.number().int().min(PACE_MIN_MS).max(PACE_MAX_MS),
  /** Messages kept for the operator's own replies, per person (P13). */
  reserve: z.number().int().min(0).max(MAX_RESERVE),
  /** Most messages in a minute, over all accounts. */
  perMinute: z.number().int().min(1).max(MAX_PER_MINUTE),
  /** Nobody gets more broadcasts than this within `capDays`; 0 sets no limit. */
  cap: z.number().int().min(0).max(MAX_CAP).default(0),
  capDays: z.number().int().min(1).max(MAX_CAP_DAYS).default(7),
})
export type BroadcastSettings = z.infer<typeof BroadcastSettings>

/** A time of the operator's day in minutes from midnight, as a clock on the wall shows it. */
const MinuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(MINUTES_OF_DAY - 1)

/** How long before a reply window closes it is told, in minutes; null: not at all. */
const Reminder = z
  .number()
  .int()
  .min(1)
  .max(MINUTES_OF_DAY - 1)
  .nullable()

/** What is told outside the window. What needs a person always is (P18). */
const NotificationSettings = z.object({
  /** New messages are told. */
  messages: z.boolean(),
  /** Whether names and words stand in a notification. */
  content: z.enum(['shown', 'hidden']),
  /** Accounts whose new messages are not told. */
  silentAccounts: z.array(AccountId).max(MAX_SILENT_ACCOUNTS),
  /** Nothing is told from one time of the day to another, which may be on the next day. */
  quietHours: z
    .object({ on: z.boolean(), from: MinuteOfDay, to: MinuteOfDay })
    .refine(({ from, to }) => from !== to),
  /** Before a window closes on something that needs a reply. */
  reminders: z.object({ first: Reminder, last: Reminder }),
})
export type NotificationSettings = z.infer<typeof NotificationSettings>

/** What of the account list stands open; groups of which it says nothing follow the rest. */
const AccountFolds = z.object({
  groups: z.array(z.object({ name: z.string().max(MAX_NAME), isOpen: z.boolean() })).max(MAX_GROUPS_FOLDED),
  /** The accounts that need nobody are shown. */
  isRestOpen: z.boolean(),
})
export type AccountFolds = z.infer<typeof AccountFolds>

/** When the window is locked by itself, once a passphrase is set. */
const LockSettings = z.object({
  /** After nobody has used this computer for so many minutes; null: not for that. */
  idleMinutes: z.number().int().min(1).max(MAX_IDLE_MINUTES).nullable(),
  /** When the computer goes to sleep. */
  onSleep: z.boolean(),
  /** When the system locks its screen. */
  onScreenLock: z.boolean(),
})
export type LockSettings = z.infer<typeof LockSettings>

/** What belongs to this computer: no part of a backup, and kept over a restore. */
const MachineSettings = z.object({
  /** Closing the window leaves the app running where there is a tray. */
  closeToTray: z.boolean(),
  /** Keys that bring the window to the front from anywhere. */
  raiseKeys: KeyCombinationSchema.nullable(),
  /** Whether other programs can connect, and at which port; null: one that is free, and stays the same from then on. */
  programs: z
    .object({ isOn: z.boolean(), port: z.number().int().min(1_024).max(65_535).nullable() })
    .default({ isOn: false, port: null }),
})
export type MachineSettings = z.infer<typeof MachineSettings>

/** What the operator can set. Each is stated here once, and its default below. */
export const Settings = z
  .object({
    language: z.enum(['system', 'en', 'zh-CN']),
    theme: z.enum(['system', 'light', 'dark']),
    /** Widths of the draggable panes in CSS pixels. */
    panes: z.object({
      list: z.number().min(LIST_MIN_PX).max(LIST_MAX_PX),
      rail: z.number().min(RAIL_MIN_PX).max(RAIL_MAX_PX).default(RAIL_PX),
      /** The contact's panel stands beside conversations. */
      contact: z.boolean().default(false),
      /** What of the account list was opened or folded by hand. */
      folds: AccountFolds.default({ groups: [], isRestOpen: false }),
    }),
    /** Columns of the side-by-side screen in order; null until it was first visited. */
    columns: z.array(Column).max(MAX_COLUMNS).nullable(),
    /** Single letters mean something wherever no text is typed. */
    letterKeys: z.boolean(),
    /** What sends from a message box; with Ctrl or Cmd, Enter alone breaks the line. */
    sendKey: z.enum(['enter', 'mod-enter']),
    /** Contacts see that the operator is typing. */
    typingIndicator: z.boolean(),
    /** Pictures and videos go out without the place where they were taken, unless the operator says otherwise. */
    removesPlace: z.boolean(),
    /** The computer does not fall asleep by itself while something is scheduled or a broadcast runs. */
    keepsAwake: z.boolean(),
    /** For so many seconds a message can be taken back before it leaves; 0: it leaves at once. */
    undoSeconds: z.number().int().min(0).max(MAX_UNDO_SECONDS),
    media: MediaSettings,
    broadcast: BroadcastSettings,
    notifications: NotificationSettings,
    lock: LockSettings,
    /** Where requests leave. What a proxy asks for is no part of it (P9). */
    network: z.object({ proxy: ProxySettingSchema }).strict(),
    machine: MachineSettings,
  })
  .strict()
export type Settings = z.infer<typeof Settings>

/** What a window sends when the operator changed something; the proxy goes with its password, by `proxy.set`. */
export const SettingsPatch = Settings.omit({ network: true }).partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  language: 'system',
  theme: 'system',
  panes: { list: 344, rail: RAIL_PX, contact: false, folds: { groups: [], isRestOpen: false } },
  columns: null,
  letterKeys: true,
  sendKey: 'enter',
  typingIndicator: false,
  removesPlace: true,
  keepsAwake: true,
  undoSeconds: 0,
  media: {
    autoFetch: true,
    autoFetchMaxBytes: 100 * MEBIBYTE,
    sendMaxBytes: 100 * MEBIBYTE,
    keepDays: null,
    keepBytes: null,
  },
  broadcast: { paceMs: 3_000, reserve: 2, perMinute: 120, cap: 0, capDays: 7 },
  notifications: {
    messages: true,
    content: 'shown',
    silentAccounts: [],
    quietHours: { on: false, from: 22 * 60, to: 8 * 60 },
    reminders: { first: 120, last: 30 },
  },
  lock: { idleMinutes: 10, onSleep: true, onScreenLock: true },
  network: { proxy: { mode: 'system', address: null } },
  machine: { closeToTray: false, raiseKeys: null, programs: { isOn: false, port: null } },
}

/** Settings out of whatever was stored: what is unknown is left out, what is damaged falls back alone. Never throws. */
export function settingsFrom(stored: unknown): Settings {
  const values = new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : [])
  const kept = Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const read = schema.safeParse(values.get(name))
    return read.success ? [[name, read.data]] : []
  })
  return Settings.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(kept) })
}
