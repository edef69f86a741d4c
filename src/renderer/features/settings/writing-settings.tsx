import { useId } from 'react'
import type { SettingsPatch } from '#shared/model/settings.ts'
import { keyWords } from '../../formatting/key-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { useChosen } from '../../store/use-chosen.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Choice } from './choice.tsx'

/** What can be chosen for taking a message back. */
const UNDO_SECONDS = [0, 3, 5, 10, 30]

/** How what the operator writes goes out. `update` answers whether the choice was kept. */
export function WritingFields({ update }: { update: (patch: SettingsPatch) => Promise<boolean> }) {
  const { t } = useTranslation()
  const settings = useReplica((replica) => replica.settings)
  const platform = useReplica((replica) => replica.app.platform)
  const typing = useChosen(settings.typingIndicator, (typingIndicator) => update({ typingIndicator }))
  const undo = useChosen(settings.undoSeconds, (undoSeconds) => update({ undoSeconds }))
  const awake = useChosen(settings.keepsAwake, (keepsAwake) => update({ keepsAwake }))
  const removal = useChosen(settings.removesPlace, (removesPlace) => update({ removesPlace }))
  const undoHint = useId()
  const keys = keyWords('Mod+Enter', platform).join('+')
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="mb-1 text-preview font-medium">{t('settings.writing.sendKey')}</p>
        <Choice
          title={t('settings.writing.sendKey')}
          name="send-key"
          hint={t('settings.writing.sendKeyHint', { keys })}
          options={[
            { value: 'enter', words: keyWords('Enter', platform).join('+') },
            { value: 'mod-enter', words: keys },
          ]}
          value={settings.sendKey}
          onChoose={(sendKey) => update({ sendKey })}
        />
      </div>
      <Switch
        label={t('settings.writing.typing')}
        hint={t('settings.writing.typingHint')}
        checked={typing.chosen}
        onChange={typing.choose}
      />
      <div className="w-56">
        <SelectField
          label={t('settings.writing.undo')}
          describedBy={undoHint}
          value={String(undo.chosen)}
          options={[...new Set([...UNDO_SECONDS, undo.chosen])]
            .sort((a, b) => a - b)
            .map((seconds) => ({
              value: String(seconds),
              words:
                seconds === 0
                  ? t('settings.writing.undoOff')
                  : t('settings.writing.undoSeconds', { count: seconds }),
            }))}
          onChange={(value) => undo.choose(Number(value))}
        />
        <p id={undoHint} className="mt-1 w-max max-w-(--measure) text-preview text-soft">
          {t('settings.writing.undoHint')}
        </p>
      </div>
      <Switch
        label={t('settings.writing.keepsAwake')}
        hint={t('settings.writing.keepsAwakeHint')}
        checked={awake.chosen}
        onChange={awake.choose}
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
