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
const CAPS = [0, 1, 2, 3, 5]
const CAP_DAYS = [1, 3, 7, 14, 30]
const RESERVES = [...Array(MAX_RESERVE + 1).keys()]

/** How carefully broadcasts go out, unless one says otherwise. */
export function BroadcastSettingsFields({ choices }: { choices: Choices<BroadcastSettings> }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { chosen, change } = choices
  const paces = withChosen(PACES, chosen.paceMs)
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
      <SelectField
        label={t('broadcasts.settings.cap')}
        hint={t('broadcasts.settings.capHint')}
        value={String(chosen.cap)}
        options={withChosen(CAPS, chosen.cap).map((count) => ({
          value: String(count),
          words: count === 0 ? t('broadcasts.settings.noCap') : t('broadcasts.settings.capOf', { count }),
        }))}
        onChange={(value) => change({ cap: Number(value) })}
      />
      <SelectField
        label={t('broadcasts.settings.capDays')}
        hint={t('broadcasts.settings.capDaysHint')}
        value={String(chosen.capDays)}
        options={withChosen(CAP_DAYS, chosen.capDays).map((count) => ({
          value: String(count),
          words: t('broadcasts.settings.days', { count }),
        }))}
        onChange={(value) => change({ capDays: Number(value) })}
      />
      <PerMinute value={chosen.perMinute} onChange={(perMinute) => change({ perMinute })} />
    </div>
  )
}

/** What is offered, with what was chosen otherwise. */
function withChosen(offered: readonly number[], chosen: number): number[] {
  return [...new Set([...offered, chosen])].sort((a, b) => a - b)
}

/** Holds once it is whole: with Enter, or when the field is left. What cannot be used stays there with the reason. */
function PerMinute({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [typed, setTyped] = useState<string | null>(null)
  const [isRefused, setRefused] = useState(false)
  const most = formats.number(MAX_PER_MINUTE)

  function settle(): void {
    const next = Number(typed ?? value)
    const isUsable = typed !== '' && Number.isInteger(next) && next >= 1 && next <= MAX_PER_MINUTE
    setRefused(!isUsable)
    if (!isUsable) return
    setTyped(null)
    if (next !== value) onChange(next)
  }

  return (
    <TextField
      label={t('broadcasts.settings.perMinute')}
      hint={
        isRefused ? (
          <span role="alert" className="text-danger">
            {t('broadcasts.settings.perMinuteWrong', { most, value: formats.number(value) })}
          </span>
        ) : (
          t('broadcasts.settings.perMinuteHint', { most })
        )
      }
      type="number"
      min={1}
      max={MAX_PER_MINUTE}
      aria-invalid={isRefused}
      value={typed ?? String(value)}
      onChange={(event) => {
        setTyped(event.target.value)
        setRefused(false)
      }}
      onBlur={settle}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter') settle()
      }}
    />
  )
}
