import { type ReactNode, useId } from 'react'
import type { SchedulePreset } from '#shared/model/scheduled.ts'
import { instantOf, type WallTime } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** A time of the operator's clock: often meant ones as buttons, any other typed, and below it what is wrong or to be known. */
export function TimeField(props: {
  choices: readonly { preset: SchedulePreset; due: WallTime }[]
  /** As it is typed, which may be no time yet. */
  value: string
  onChange: (value: string) => void
  min: WallTime
  max: WallTime | null
  /** Why it cannot be; null where it can. */
  problem: string | null
  note: ReactNode
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const field = useId()
  const note = useId()
  const { value, onChange, max, problem } = props
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {props.choices.map(({ preset, due }) => (
          <Button key={preset} size="small" aria-pressed={due === value} onClick={() => onChange(due)}>
            {t(`schedule.preset.${preset}`, { time: formats.time(instantOf(due)) })}
          </Button>
        ))}
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor={field} className="text-preview font-medium">
          {t('schedule.time')}
        </label>
        <input
          id={field}
          type="datetime-local"
          value={value}
          min={props.min}
          {...(max === null ? {} : { max })}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={note}
          className={INPUT_CLASS}
        />
        <p
          id={note}
          role={problem === null ? undefined : 'alert'}
          className={problem === null ? 'text-meta text-soft' : 'text-meta text-danger'}
        >
          {problem ?? props.note}
        </p>
      </div>
    </>
  )
}
