import { AUTO_FETCH_MAX_BYTES, MEBIBYTE, SEND_MAX_BYTES } from '#shared/limits.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Choices } from './use-settings-group.ts'

/** In mebibytes; the last of each is the largest there is. */
const FETCH_LIMITS = [10, 50, 100, 500, AUTO_FETCH_MAX_BYTES / MEBIBYTE]
const SEND_LIMITS = [25, 50, 100, 200, 500, SEND_MAX_BYTES / MEBIBYTE]

/** What is fetched by itself and how large a file may go out. */
export function MediaFields({ choices: { chosen, change } }: { choices: Choices<MediaSettings> }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const sizes = (limits: readonly number[], now: number) =>
    [...new Set([...limits.map((limit) => limit * MEBIBYTE), now])]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), words: formats.size(value) }))
  return (
    <>
      <Switch
        label={t('storage.media.autoFetch')}
        hint={t('storage.media.autoFetchHint')}
        checked={chosen.autoFetch}
        onChange={(autoFetch) => change({ autoFetch })}
      />
      <div className="mt-3 flex flex-wrap gap-x-4 gap-y-3 *:w-72">
        <SelectField
          label={t('storage.media.autoFetchMax')}
          hint={t('storage.media.autoFetchMaxHint')}
          value={String(chosen.autoFetchMaxBytes)}
          options={sizes(FETCH_LIMITS, chosen.autoFetchMaxBytes)}
          onChange={(value) => change({ autoFetchMaxBytes: Number(value) })}
        />
        <SelectField
          label={t('storage.media.sendMax')}
          hint={t('storage.media.sendMaxHint')}
          value={String(chosen.sendMaxBytes)}
          options={sizes(SEND_LIMITS, chosen.sendMaxBytes)}
          onChange={(value) => change({ sendMaxBytes: Number(value) })}
        />
      </div>
    </>
  )
}
