import type { SettingsPatch } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { useChosen } from '../../store/use-chosen.ts'
import { Switch } from '../../ui/switch.tsx'

/** How what the operator writes goes out. `update` answers whether the choice was kept. */
export function WritingFields({ update }: { update: (patch: SettingsPatch) => Promise<boolean> }) {
  const { t } = useTranslation()
  const settings = useReplica((replica) => replica.settings)
  const typing = useChosen(settings.typingIndicator, (typingIndicator) => update({ typingIndicator }))
  const removal = useChosen(settings.removesPlace, (removesPlace) => update({ removesPlace }))
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={t('settings.writing.typing')}
        hint={t('settings.writing.typingHint')}
        checked={typing.chosen}
        onChange={typing.choose}
      />
      <Switch
        label={t('settings.writing.removesPlace')}
        hint={t('settings.writing.removesPlaceHint')}
        checked={removal.chosen}
        onChange={removal.choose}
      />
    </div>
  )
}
