import type { MachineSettings } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useChosen } from '../../store/use-chosen.ts'
import { useKeptAction } from '../../store/use-kept-action.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Choices } from './use-settings-group.ts'

/** Whether the app runs without somebody starting it, and without its window. */
export function RunningSettings({ machine }: { machine: Choices<MachineSettings> }) {
  const { t } = useTranslation()
  const hasTray = useReplica((replica) => replica.app.hasTray)
  return (
    <div className="flex flex-col gap-4">
      <StartAtLogin />
      <Switch
        label={t('settings.running.closeToTray')}
        hint={t(hasTray ? 'settings.running.closeToTrayHint' : 'settings.running.noTray')}
        checked={machine.chosen.closeToTray}
        onChange={(closeToTray) => machine.change({ closeToTray })}
      />
    </div>
  )
}

/** The system keeps it, so what is shown is what the system says. */
function StartAtLogin() {
  const { t } = useTranslation()
  const { client } = useServices()
  const startsAtLogin = useReplica((replica) => replica.app.startsAtLogin)
  const change = useKeptAction('setting')
  const { chosen, choose } = useChosen(startsAtLogin ?? false, (on) =>
    change.run(() => client.request('app.setStartAtLogin', { on })),
  )
  if (startsAtLogin === null)
    return <p className="text-preview text-soft">{t('settings.running.atLoginImpossible')}</p>
  return (
    <div>
      <Switch
        label={t('settings.running.atLogin')}
        hint={t('settings.running.atLoginHint')}
        checked={chosen}
        onChange={choose}
      />
      {change.error ? <ErrorLine code={change.error} className="mt-1" /> : null}
    </div>
  )
}

/** Whether single letters mean something where no text is typed. */
export function LetterKeys(props: { value: boolean; onChoose: (value: boolean) => Promise<boolean> }) {
  const { t } = useTranslation()
  const { chosen, choose } = useChosen(props.value, props.onChoose)
  return (
    <Switch
      label={t('settings.letterKeys.label')}
      hint={t('settings.letterKeys.hint')}
      checked={chosen}
      onChange={choose}
    />
  )
}

/** The way into practice mode and out of it. */
export function Practice() {
  const { t } = useTranslation()
  const { client } = useServices()
  const practice = useReplica((replica) => replica.app.practice)
  const change = useAction()
  const running = practice === 'running'
  const request = running ? 'practice.leave' : 'practice.start'
  return (
    <>
      <p className="mb-3 text-preview text-soft">
        {t(practice === 'unavailable-override' ? 'settings.practice.override' : 'settings.practice.hint')}
      </p>
      <Button
        disabled={practice === 'unavailable-override' || change.busy}
        onClick={() => void change.run(() => client.request(request))}
      >
        {t(running ? 'settings.practice.leave' : 'settings.practice.start')}
      </Button>
      {change.error ? <ErrorLine code={change.error} className="mt-2" /> : null}
    </>
  )
}
