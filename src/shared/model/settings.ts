import { z } from 'zod'
import { AccountId } from './ids.ts'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** One column of the side-by-side screen. Width in CSS pixels. */
const Column = z.object({ accountId: AccountId, width: z.number().min(280).max(1200) })
export type Column = z.infer<typeof Column>

const MEGABYTE = 1024 * 1024

/** How media are fetched, sent and kept. Sizes in bytes. */
export const MediaSettings = z.object({
  /** Received media are fetched by themselves; their references expire. */
  autoFetch: z.boolean(),
  /** Larger ones wait until the operator asks for them. */
  autoFetchMaxBytes: z
    .number()
    .int()
    .min(MEGABYTE)
    .max(2048 * MEGABYTE),
  /** Largest file that can be sent. */
  sendMaxBytes: z
    .number()
    .int()
    .min(MEGABYTE)
    .max(1024 * MEGABYTE),
  /** Received and sent media are removed after so many days; null keeps them. */
  keepDays: z.number().int().min(1).max(3650).nullable(),
  /** The oldest are removed once all of them take more than this; null sets no limit. */
  keepBytes: z
    .number()
    .int()
    .min(100 * MEGABYTE)
    .nullable(),
})
export type MediaSettings = z.infer<typeof MediaSettings>

const DEFAULT_MEDIA: MediaSettings = {
  autoFetch: true,
  autoFetchMaxBytes: 100 * MEGABYTE,
  sendMaxBytes: 100 * MEGABYTE,
  keepDays: null,
  keepBytes: null,
}

/** Shortest time between two messages of one account that an operator can choose (P13), and the longest. */
export const PACE_MIN_MS = 1_500
export const PACE_MAX_MS = 600_000

/** How broadcasts go out unless one says otherwise. */
export const BroadcastSettings = z.object({
  /** Time between two messages of one account in ms; chance makes it a little longer. */
  paceMs: z.number().int().min(PACE_MIN_MS).max(PACE_MAX_MS),
  /** Messages kept for the operator's own replies, per person (P13). */
  reserve: z.number().int().min(0).max(9),
  /** Most messages in a minute, over all accounts. */
  perMinute: z.number().int().min(1).max(6000),
})
export type BroadcastSettings = z.infer<typeof BroadcastSettings>

const DEFAULT_BROADCAST: BroadcastSettings = { paceMs: 3_000, reserve: 2, perMinute: 120 }

/** What the operator can set. Unknown or damaged values fall back to the default, one by one. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).catch('system').default('system'),
  theme: z.enum(['system', 'light', 'dark']).catch('system').default('system'),
  /** Widths of the draggable panes in CSS pixels. */
  panes: z
    .object({ list: z.number().min(200).max(800).catch(344).default(344) })
    .catch({ list: 344 })
    .default({ list: 344 }),
  /** Columns of the side-by-side screen in order; null until it was first visited. */
  columns: z.array(Column).nullable().catch(null).default(null),
  /** Contacts see that the operator is typing. */
  typingIndicator: z.boolean().catch(false).default(false),
  media: MediaSettings.catch(DEFAULT_MEDIA).default(DEFAULT_MEDIA),
  broadcast: BroadcastSettings.catch(DEFAULT_BROADCAST).default(DEFAULT_BROADCAST),
})
export type Settings = z.infer<typeof Settings>

/** Settings out of whatever was stored; never throws. */
export function settingsFrom(stored: unknown): Settings {
  const read = Settings.safeParse(stored)
  return read.success ? read.data : Settings.parse({})
}

export const SettingsPatch = z
  .object({
    language: z.enum(['system', 'en', 'zh-CN']),
    theme: z.enum(['system', 'light', 'dark']),
    panes: z.object({ list: z.number().min(200).max(800) }),
    columns: z.array(Column).max(50),
    typingIndicator: z.boolean(),
    media: MediaSettings,
    broadcast: BroadcastSettings,
  })
  .partial()
  .strict()
export type SettingsPatch = z.infer<typeof SettingsPatch>
