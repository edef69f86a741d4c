import { Plus } from 'lucide-react'
import type { Ref } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAccount } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import { StateDot } from '../../ui/state-dot.tsx'

/** A menu of the accounts that have no column yet. */
export function AddColumn(props: {
  /** The button, to give the focus to. */
  ref?: Ref<HTMLButtonElement>
  accounts: readonly AccountId[]
  onAdd: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const none = props.accounts.length === 0
  return (
    <ButtonMenu
      button={
        <Button
          ref={props.ref}
          size="small"
          disabled={none}
          title={none ? t('sideBySide.allShown') : undefined}
        >
          <Plus size={14} aria-hidden />
          {t('sideBySide.addColumn')}
        </Button>
      }
    >
      {props.accounts.map((id) => (
        <MenuItem key={id} onSelect={() => props.onAdd(id)}>
          <AccountChoice id={id} />
        </MenuItem>
      ))}
    </ButtonMenu>
  )
}

function AccountChoice({ id }: { id: AccountId }) {
  const { t } = useTranslation()
  const account = useAccount(id)
  if (!account) return null
  return (
    <span data-account-colour={account.colour} className="flex min-w-0 items-center gap-2">
      <span aria-hidden className="h-4 w-[3px] shrink-0 rounded-full bg-account" />
      <StateDot state={account.state} />
      <span className="truncate">{accountName(account, t)}</span>
    </span>
  )
}
