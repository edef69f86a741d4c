import type { Ref } from 'react'
import { MAX_PASSPHRASE } from '#shared/limits.ts'
import { strengthOf } from '#shared/text/passphrase-strength.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Check } from '../../ui/check.tsx'
import { TextField } from '../../ui/field.tsx'

interface FieldProps {
  value: string
  isShown: boolean
  disabled: boolean
  onChange: (value: string) => void
}

/** The passphrase of a backup that exists. */
export function PassphraseField(props: FieldProps & { ref?: Ref<HTMLInputElement> }) {
  const { t } = useTranslation()
  return (
    <TextField
      {...(props.ref ? { ref: props.ref } : {})}
      label={t('backup.passphrase')}
      type={props.isShown ? 'text' : 'password'}
      autoComplete="off"
      spellCheck={false}
      maxLength={MAX_PASSPHRASE}
      value={props.value}
      disabled={props.disabled}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}

/** A new passphrase, entered twice, with a hint how strong it is. */
export function NewPassphrase(props: FieldProps & { repeated: string; onRepeat: (value: string) => void }) {
  const { t } = useTranslation()
  const { value, repeated } = props
  const type = props.isShown ? 'text' : 'password'
  const differs = repeated !== '' && repeated !== value
  return (
    <>
      <TextField
        label={t('backup.passphrase')}
        hint={t(`backup.strength.${value === '' ? 'none' : strengthOf(value)}`)}
        type={type}
        autoComplete="new-password"
        spellCheck={false}
        maxLength={MAX_PASSPHRASE}
        value={value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <TextField
        label={t('backup.repeat')}
        hint={differs ? t('backup.differs') : undefined}
        aria-invalid={differs}
        type={type}
        autoComplete="new-password"
        spellCheck={false}
        maxLength={MAX_PASSPHRASE}
        value={repeated}
        disabled={props.disabled}
        onChange={(event) => props.onRepeat(event.target.value)}
      />
    </>
  )
}

/** Shows what is typed, for whoever is alone in the room. */
export function ShowPassphrase(props: { isShown: boolean; onChange: (isShown: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <Check isChecked={props.isShown} onChange={props.onChange}>
      {t('backup.show')}
    </Check>
  )
}
