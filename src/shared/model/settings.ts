import { z } from 'zod'
import { AccountId } from './ids.ts'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** One column of the side-by-side screen. Width in CSS pixels. */
const Column = z.object({ accountId: AccountId, width: z.number().min(280).max(1200) })
export type Column = z.infer<typeof Column>

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
  })
  .partial()
  .strict()
export type SettingsPatch = z.infer<typeof SettingsPatch>
