import { useId, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { accountOrder } from '../../../store/account-order.ts'
import { useReplica } from '../../../store/hooks.ts'
import { useNameMatch } from '../../../store/use-name-match.ts'
import { Check } from '../../../ui/check.tsx'
import { TextField } from '../../../ui/field.tsx'

/** From so many accounts on they are found by typing. */
const FIND_FROM = 10

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
      {value === null ? null : <Accounts chosen={value} onChange={onChange} />}
    </fieldset>
  )
}

function Accounts(props: {
  chosen: readonly AccountId[]
  onChange: (accounts: readonly AccountId[]) => void
}) {
  const { t } = useTranslation()
  const matches = useNameMatch()
  const accounts = useReplica((replica) => replica.accounts)
  const [typed, setTyped] = useState('')
  const { chosen, onChange } = props
  const ordered = accountOrder(accounts.values()).map((account) => ({
    id: account.id,
    name: accountName(account, t),
  }))
  const shown = ordered.filter(({ name }) => typed.trim() === '' || matches(name, typed))
  return (
    <div className="mt-1 ml-7 flex flex-col gap-1">
      {ordered.length >= FIND_FROM ? (
        <TextField
          label={t('settings.notify.findAccount')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="w-56"
        />
      ) : null}
      {shown.length === 0 ? (
        <p role="status" className="text-soft">
          {t('settings.notify.noneFound')}
        </p>
      ) : null}
      <ul
        aria-label={t('programs.column.accounts')}
        className="grid max-h-48 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 overflow-y-auto"
      >
        {shown.map(({ id, name }) => (
          <li key={id} className="min-w-0 wrap-anywhere">
            <Check
              isChecked={chosen.includes(id)}
              onChange={(isChosen) =>
                onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            >
              {name}
            </Check>
          </li>
        ))}
      </ul>
      {chosen.length === 0 ? (
        <p className="text-preview text-soft">{t('programs.allowing.noneChosen')}</p>
      ) : null}
    </div>
  )
}
