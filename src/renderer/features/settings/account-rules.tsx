import { useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import type { NotificationSettings } from '#shared/model/settings.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useReplica } from '../../store/hooks.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/check.tsx'
import { TextField } from '../../ui/field.tsx'
import type { Choices } from './use-settings-group.ts'

/** From so many accounts on they are found by typing. */
const FIND_FROM = 10

/** Which accounts' new messages are told. */
export function AccountRules({ choices }: { choices: Choices<NotificationSettings> }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const silent = new Set(choices.chosen.silentAccounts)
  const ordered = accountOrder(accounts.values()).map((account) => ({
    id: account.id,
    name: accountName(account, t),
  }))
  const shown = ordered.filter(({ name }) => typed.trim() === '' || matches(name, typed))

  /** Accounts that have gone are forgotten with the next choice. */
  function tell(ids: readonly AccountId[], isTold: boolean): void {
    const changed = new Set(ids)
    const next = ordered.flatMap(({ id }) => ((changed.has(id) ? !isTold : silent.has(id)) ? [id] : []))
    choices.change({ silentAccounts: next })
  }

  const all = shown.map(({ id }) => id)
  return (
    <>
      <p className="mb-3 text-preview text-soft">{t('settings.notify.accountsHint')}</p>
      <div className="mb-2 flex flex-wrap items-end gap-2">
        {ordered.length >= FIND_FROM ? (
          <TextField
            label={t('settings.notify.findAccount')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="w-56"
          />
        ) : null}
        <Button onClick={() => tell(all, true)}>{t('settings.notify.allAccounts')}</Button>
        <Button onClick={() => tell(all, false)}>{t('settings.notify.noAccounts')}</Button>
      </div>
      {shown.length === 0 ? (
        <p role="status" className="text-soft">
          {t('settings.notify.noneFound')}
        </p>
      ) : null}
      <ul
        aria-label={t('settings.notify.accounts')}
        className="grid max-h-64 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 overflow-y-auto"
      >
        {shown.map(({ id, name }) => (
          <li key={id} className="min-w-0 [overflow-wrap:anywhere]">
            <Check isChecked={!silent.has(id)} onChange={(isTold) => tell([id], isTold)}>
              {name}
            </Check>
          </li>
        ))}
      </ul>
    </>
  )
}
