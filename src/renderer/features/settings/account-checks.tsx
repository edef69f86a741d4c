import { type ReactNode, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useReplica } from '../../store/hooks.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { Check } from '../../ui/check.tsx'
import { classNames } from '../../ui/class-names.ts'
import { TextField } from '../../ui/field.tsx'

/** From so many accounts on they are found by typing. */
const FIND_FROM = 10

/** All accounts, each with a box to check, in the order of the rail. */
export function AccountChecks(props: {
  /** What the list is called. */
  label: string
  isChecked: (id: AccountId) => boolean
  onCheck: (id: AccountId, isChecked: boolean) => void
  /** The list's height at most; where it cuts a row in half, more can be seen to follow. */
  className: string
  /** Stands beside the field, for the accounts that are shown. */
  beside?: (shown: readonly AccountId[]) => ReactNode
}) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const { label, isChecked, onCheck, className, beside } = props
  const ordered = accountOrder(accounts.values()).map((account) => ({
    id: account.id,
    name: accountName(account, t),
  }))
  const shown = ordered.filter(({ name }) => typed.trim() === '' || matches(name, typed))
  return (
    <>
      <div className="mb-2 flex flex-wrap items-end gap-2 empty:hidden">
        {ordered.length >= FIND_FROM ? (
          <TextField
            label={t('settings.notify.findAccount')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="w-56"
          />
        ) : null}
        {beside?.(shown.map(({ id }) => id))}
      </div>
      {shown.length === 0 ? (
        <p role="status" className="text-soft">
          {t('settings.notify.noneFound')}
        </p>
      ) : null}
      <ul
        aria-label={label}
        className={classNames(
          'grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 overflow-y-auto',
          className,
        )}
      >
        {shown.map(({ id, name }) => (
          <li key={id} className="min-w-0 wrap-anywhere">
            <Check isChecked={isChecked(id)} onChange={(isNow) => onCheck(id, isNow)}>
              {name}
            </Check>
          </li>
        ))}
      </ul>
    </>
  )
}
