import { useId } from 'react'
import type { LockSettings } from '#shared/model/settings.ts'
import { keyWords } from '../../formatting/key-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { SHORTCUTS } from '../../parts/keys/shortcuts.ts'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Choices } from './use-settings-group.ts'

/** What can be chosen for a computer that nobody uses, in minutes. */
const IDLE_MINUTES = [1, 5, 10, 15, 30, 60]
const NEVER = 'never'

/** The passphrase, and what a lock is worth. */
export function PassphraseSettings() {
  const { t } = useTranslation()
  const { ui } = useServices()
  const lock = useReplica((replica) => replica.app.lock)
  const platform = useReplica((replica) => replica.app.platform)
  if (lock === 'unavailable') return <p className="text-preview text-soft">{t('lock.settings.practice')}</p>
  const keys = keyWords(SHORTCUTS.lock.keys[0], platform).join('+')
  return (
    <div className="flex flex-col gap-3">
      <p className="text-preview text-soft">{t(`lock.settings.${lock}`, { keys })}</p>
      <p className="text-preview text-soft">{t('lock.settings.limits')}</p>
      <div className="flex flex-wrap gap-2">
        {lock === 'off' ? (
          <Button look="primary" onClick={() => ui.setState({ passphrase: 'set' })}>
            {t('lock.set.action')}
          </Button>
        ) : (
          <>
            <Button onClick={() => ui.setState({ passphrase: 'change' })}>{t('lock.change.action')}</Button>
            <Button onClick={() => ui.setState({ passphrase: 'remove' })}>{t('lock.remove.action')}</Button>
          </>
        )}
      </div>
    </div>
  )
}

/** When it is locked without anybody asking for it. */
export function AutomaticLock({ choices: { chosen, change } }: { choices: Choices<LockSettings> }) {
  const { t } = useTranslation()
  const lock = useReplica((replica) => replica.app.lock)
  const idleHint = useId()
  const minutes = [
    ...new Set([...IDLE_MINUTES, ...(chosen.idleMinutes === null ? [] : [chosen.idleMinutes])]),
  ]
  return (
    <div className="flex flex-col gap-4">
      {lock === 'off' ? <p className="text-preview text-soft">{t('lock.settings.none')}</p> : null}
      <div className="w-56">
        <SelectField
          label={t('lock.settings.idle')}
          describedBy={idleHint}
          value={chosen.idleMinutes ?? NEVER}
          options={[
            ...minutes
              .sort((a, b) => a - b)
              .map((count) => ({ value: count, words: t('lock.settings.minutes', { count }) })),
            { value: NEVER, words: t('lock.settings.never') },
          ]}
          onChange={(value) => change({ idleMinutes: value === NEVER ? null : Number(value) })}
        />
        <p id={idleHint} className="mt-1 w-max max-w-(--measure) text-preview text-soft">
          {t('lock.settings.idleHint')}
        </p>
      </div>
      <Switch
        label={t('lock.settings.onSleep')}
        hint={t('lock.settings.onSleepHint')}
        checked={chosen.onSleep}
        onChange={(onSleep) => change({ onSleep })}
      />
      <Switch
        label={t('lock.settings.onScreenLock')}
        hint={t('lock.settings.onScreenLockHint')}
        checked={chosen.onScreenLock}
        onChange={(onScreenLock) => change({ onScreenLock })}
      />
    </div>
  )
}
