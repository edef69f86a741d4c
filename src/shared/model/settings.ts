import { z } from 'zod'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** What the operator can set. Unknown or damaged values fall back to the default, one by one. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).catch('system').default('system'),
  theme: z.enum(['system', 'light', 'dark']).catch('system').default('system'),
  /** Widths of the draggable panes in CSS pixels. */
  panes: z
    .object({ list: z.number().min(200).max(800).catch(344).default(344) })
    .catch({ list: 344 })
    .default({ list: 344 }),
})
export type Settings = z.infer<typeof Settings>

export const SettingsPatch = z
  .object({
    language: z.enum(['system', 'en', 'zh-CN']),
    theme: z.enum(['system', 'light', 'dark']),
    panes: z.object({ list: z.number().min(200).max(800) }),
  })
  .partial()
  .strict()
export type SettingsPatch = z.infer<typeof SettingsPatch>
