import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { accountOrder } from '../../../store/account-order.ts'
import { useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { ButtonMenu, MenuCheck } from '../../../ui/menu.tsx'

/** Contacts of which accounts are looked at; none ticked means all of them. */
export function AccountFilter(props: {
  value: readonly AccountId[] | null
  onChange: (accounts: AccountId[] | null) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const accounts = accountOrder(useReplica((replica) => replica.accounts).values())
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
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-preview font-medium">
        {t('broadcastDraft.who.through')}
      </span>
      <ButtonMenu
        button={
          <Button
            id={id}
            aria-labelledby={`${id}-label ${id}`}
            className="justify-between! px-2! font-normal!"
          >
            <span className="truncate">{words}</span>
            <ChevronDown size={14} aria-hidden className="shrink-0 text-soft" />
          </Button>
        }
      >
        {accounts.map((account) => (
          <MenuCheck
            key={account.id}
            checked={value.includes(account.id)}
            onChange={(isWanted) => toggle(account.id, isWanted)}
          >
            {accountName(account, t)}
          </MenuCheck>
        ))}
      </ButtonMenu>
    </div>
  )
}
