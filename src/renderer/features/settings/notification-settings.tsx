import { useId, useState } from 'react'
import { MINUTES_OF_DAY } from '#shared/limits.ts'
import type { NotificationSettings } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Choices } from './use-settings-group.ts'

type Props = { choices: Choices<NotificationSettings> }

/** Whether new messages are told, and with their words. */
export function ToldSettings({ choices: { chosen, change } }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-4">
      <p className="text-preview text-soft">{t('settings.notify.always')}</p>
      <Switch
        label={t('settings.notify.messages')}
        hint={t('settings.notify.messagesHint')}
        checked={chosen.messages}
        onChange={(messages) => change({ messages })}
      />
      <Switch
        label={t('settings.notify.content')}
        hint={t('settings.notify.contentHint')}
        checked={chosen.content === 'shown'}
        onChange={(isShown) => change({ content: isShown ? 'shown' : 'hidden' })}
      />
    </div>
  )
}

const NEVER = 'never'
/** In minutes. */
const FIRST = [60, 120, 180, 240, 360]
const LAST = [5, 10, 15, 30, 45]

/** When the end of a reply window is told. */
export function ReminderSettings({ choices: { chosen, change } }: Props) {
  const { t } = useTranslation()
  const hint = useId()
  const { reminders } = chosen
  const options = (minutes: readonly number[], now: number | null) => [
    { value: NEVER, words: t('settings.notify.never') },
    ...[...new Set([...minutes, ...(now === null ? [] : [now])])]
      .sort((a, b) => a - b)
      .map((value) => ({
        value: String(value),
        words:
          value % 60 === 0
            ? t('settings.notify.hours', { count: value / 60 })
            : t('settings.notify.minutes', { count: value }),
      })),
  ]
  const optionOf = (minutes: number | null) => (minutes === null ? NEVER : String(minutes))
  const minutesOf = (value: string) => (value === NEVER ? null : Number(value))
  return (
    <>
      <p id={hint} className="mb-3 text-preview text-soft">
        {t('settings.notify.remindersHint')}
      </p>
      <div className="flex flex-wrap gap-x-4 gap-y-3 *:w-56">
        <SelectField
          label={t('settings.notify.first')}
          describedBy={hint}
          value={optionOf(reminders.first)}
          options={options(FIRST, reminders.first)}
          onChange={(value) => change({ reminders: { ...reminders, first: minutesOf(value) } })}
        />
        <SelectField
          label={t('settings.notify.last')}
          describedBy={hint}
          value={optionOf(reminders.last)}
          options={options(LAST, reminders.last)}
          onChange={(value) => change({ reminders: { ...reminders, last: minutesOf(value) } })}
        />
      </div>
    </>
  )
}

const padded = (value: number) => String(value).padStart(2, '0')
/** As a clock with 24 hours, in both languages. */
const timeOf = (minutes: number) => `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`
const HALF_HOURS = Array.from({ length: MINUTES_OF_DAY / 30 }, (_, place) => place * 30)

/** Hours in which nothing is told. Two times that are the same are shown with the reason, and not kept. */
export function QuietSettings({ choices: { chosen, change } }: Props) {
  const { t } = useTranslation()
  const hint = useId()
  const { quietHours } = chosen
  const [refused, setRefused] = useState<{ from: number; to: number } | null>(null)
  const shown = refused ?? quietHours

  function take(end: 'from' | 'to', value: number): void {
    const next = { from: shown.from, to: shown.to, [end]: value }
    const isUsable = next.from !== next.to
    setRefused(isUsable ? null : next)
    if (isUsable) change({ quietHours: { ...quietHours, ...next } })
  }

  return (
    <>
      <Switch
        label={t('settings.notify.quietOn')}
        hint={t('settings.notify.quietHint')}
        hintId={hint}
        checked={quietHours.on}
        onChange={(on) => change({ quietHours: { ...quietHours, on } })}
      />
      <div className="mt-3 flex flex-wrap gap-x-4 gap-y-3 *:w-36">
        {(['from', 'to'] as const).map((end) => (
          <SelectField
            key={end}
            label={t(`settings.notify.${end}`)}
            describedBy={hint}
            disabled={!quietHours.on}
            value={String(shown[end])}
            options={[...new Set([...HALF_HOURS, shown[end]])]
              .sort((a, b) => a - b)
              .map((value) => ({ value: String(value), words: timeOf(value) }))}
            onChange={(value) => take(end, Number(value))}
          />
        ))}
      </div>
      {refused === null ? null : (
        <p role="alert" className="mt-2 text-danger">
          {t('settings.notify.sameTime')}
        </p>
      )}
    </>
  )
}
