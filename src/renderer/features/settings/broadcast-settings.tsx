import { type KeyboardEvent, useState } from 'react'
import { MAX_PER_MINUTE, MAX_RESERVE } from '#shared/limits.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { paceWords } from '../../formatting/pace-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import type { Choices } from './use-settings-group.ts'

const PACES = [1_500, 3_000, 5_000, 10_000, 30_000, 60_000]
const RESERVES = [...Array(MAX_RESERVE + 1).keys()]

/** How carefully broadcasts go out, unless one says otherwise. */
export function BroadcastSettingsFields({ choices }: { choices: Choices<BroadcastSettings> }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { chosen, change } = choices
  const paces = [...new Set([...PACES, chosen.paceMs])].sort((a, b) => a - b)
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-3 *:w-72">
      <SelectField
        label={t('broadcasts.settings.pace')}
        hint={t('broadcasts.settings.paceHint')}
        value={String(chosen.paceMs)}
        options={paces.map((value) => ({ value: String(value), words: paceWords(value, t, formats) }))}
        onChange={(value) => change({ paceMs: Number(value) })}
      />
      <SelectField
        label={t('broadcasts.settings.reserve')}
        hint={t('broadcasts.settings.reserveHint')}
        value={String(chosen.reserve)}
        options={RESERVES.map((value) => ({ value: String(value), words: formats.number(value) }))}
        onChange={(value) => change({ reserve: Number(value) })}
      />
      <PerMinute value={chosen.perMinute} onChange={(perMinute) => change({ perMinute })} />
    </div>
  )
}

/** Holds once it is whole: with Enter, or when the field is left. What cannot be used is taken back. */
function PerMinute({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [typed, setTyped] = useState<string | null>(null)

  function settle(): void {
    setTyped(null)
    const next = Number(typed ?? value)
    if (Number.isInteger(next) && next >= 1 && next <= MAX_PER_MINUTE && next !== value) onChange(next)
  }

  return (
    <TextField
      label={t('broadcasts.settings.perMinute')}
      hint={t('broadcasts.settings.perMinuteHint', { most: formats.number(MAX_PER_MINUTE) })}
      type="number"
      min={1}
      max={MAX_PER_MINUTE}
      value={typed ?? String(value)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter') settle()
      }}
    />
  )
}
