import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { accountOrder } from '../../../store/account-order.ts'
import { useReplica } from '../../../store/hooks.ts'
import { MenuCheck } from '../../../ui/menu.tsx'
import { TickMenu } from './tick-menu.tsx'

/** Contacts of which accounts are looked at; none ticked means all of them. */
export function AccountFilter(props: {
  value: readonly AccountId[] | null
  onChange: (accounts: AccountId[] | null) => void
}) {
  const { t } = useTranslation()
  const known = useReplica((replica) => replica.accounts)
  const accounts = accountOrder(known.values())
  const value = props.value ?? []
  const [first] = accounts.filter((account) => value.includes(account.id))
  const words =
    props.value === null
      ? t('broadcastDraft.who.allAccounts')
      : value.length === 1 && first
        ? accountName(first, t)
        : t('broadcastDraft.who.someAccounts', { count: value.length })

  function toggle(account: AccountId, isWanted: boolean): void {
    const next = isWanted ? [...value, account] : value.filter((one) => one !== account)
    props.onChange(next.length === 0 ? null : next)
  }

  return (
    <TickMenu label={t('broadcastDraft.who.through')} words={words}>
      {accounts.map((account) => (
        <MenuCheck
          key={account.id}
          checked={value.includes(account.id)}
          onChange={(isWanted) => toggle(account.id, isWanted)}
        >
          {accountName(account, t)}
        </MenuCheck>
      ))}
      {value
        .filter((id) => !known.has(id))
        .map((id) => (
          <MenuCheck key={id} checked onChange={() => toggle(id, false)}>
            {t('broadcastDraft.plan.gone')}
          </MenuCheck>
        ))}
    </TickMenu>
  )
}
