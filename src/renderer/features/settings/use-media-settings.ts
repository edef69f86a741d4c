import { useEffect, useState } from 'react'
import type { MediaSettings } from '#shared/model/settings.ts'

/** The choices about media as they are shown, and how one of them is changed. */
export interface MediaChoices {
  chosen: MediaSettings
  change(patch: Partial<MediaSettings>): void
}

/**
 * The settings about media go to main as a whole, so all of their choices are kept in one place: one
 * made while another is still on its way takes it along. A choice is shown from the start; it ends
 * when main has it, or has refused it.
 */
export function useMediaSettings(
  kept: MediaSettings,
  keep: (media: MediaSettings) => Promise<boolean>,
): MediaChoices {
  const [pending, setPending] = useState<Partial<MediaSettings>>({})
  useEffect(() => setPending((former) => without(former, kept)), [kept])
  const chosen = { ...kept, ...pending }
  return {
    chosen,
    change(patch) {
      setPending({ ...pending, ...patch })
      void keep({ ...chosen, ...patch }).then((done) => {
        if (!done) setPending((former) => without(former, patch))
      })
    },
  }
}

/** What of `pending` is not the same in `other`. */
function without(pending: Partial<MediaSettings>, other: Partial<MediaSettings>): Partial<MediaSettings> {
  const settled = (Object.keys(pending) as (keyof MediaSettings)[]).filter(
    (key) => pending[key] === other[key],
  )
  if (settled.length === 0) return pending
  return Object.fromEntries(Object.entries(pending).filter(([key]) => !settled.some((one) => one === key)))
}
