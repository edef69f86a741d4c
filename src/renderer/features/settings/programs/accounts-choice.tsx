import { useId } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { AccountChecks } from '../account-checks.tsx'

/** Which accounts a program is to know of; null: all, also those to come. */
export function AccountsChoice(props: {
  value: readonly AccountId[] | null
  onChange: (accounts: readonly AccountId[] | null) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const { value, onChange } = props
  const ways = [
    { isAll: true, words: t('programs.allowing.all') },
    { isAll: false, words: t('programs.allowing.chosen') },
  ]
  return (
    <fieldset>
      <legend className="mb-1 text-preview font-medium">{t('programs.allowing.accounts')}</legend>
      {ways.map(({ isAll, words }) => (
        <label key={words} className="flex min-h-7 w-fit items-center gap-3">
          <input
            type="radio"
            name={`${id}-accounts`}
            checked={(value === null) === isAll}
            onChange={() => onChange(isAll ? null : [])}
            className="size-4 accent-accent"
          />
          {words}
        </label>
      ))}
      {value === null ? null : (
        <div className="mt-1 ml-7">
          <AccountChecks
            label={t('programs.column.accounts')}
            isChecked={(one) => value.includes(one)}
            onCheck={(one, isChosen) =>
              onChange(isChosen ? [...value, one] : value.filter((other) => other !== one))
            }
            className="max-h-48"
          />
          {value.length === 0 ? (
            <p className="mt-1 text-preview text-soft">{t('programs.allowing.noneChosen')}</p>
          ) : null}
        </div>
      )}
    </fieldset>
  )
}
