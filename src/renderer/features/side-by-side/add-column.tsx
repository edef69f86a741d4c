import { ListFilter, Plus } from 'lucide-react'
import type { Ref } from 'react'
import type { ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAccount, useReplicaParts } from '../../store/hooks.ts'
import { columnKey } from '../../store/ui.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { StateDot } from '../../ui/state-dot.tsx'

/** A menu of the accounts and filters that have no column yet. */
export function AddColumn(props: {
  /** The button, to give the focus to. */
  ref?: Ref<HTMLButtonElement>
  accounts: readonly AccountId[]
  filters: readonly ConversationFilter[]
  onAdd: (content: ColumnContent) => void
}) {
  const { t } = useTranslation()
  const { accounts, filters, onAdd } = props
  const names = useReplicaParts((replica) =>
    accounts.map((id) => {
      const account = replica.accounts.get(id)
      return account ? accountName(account, t) : ''
    }),
  )
  const matches = useNameMatch()
  const none = accounts.length + filters.length === 0
  const option = (content: ColumnContent, name: string, words: React.ReactNode) => ({
    key: columnKey(content),
    name,
    words,
    onSelect: () => onAdd(content),
  })
  return (
    <ChoiceMenu
      label={t('sideBySide.addColumn')}
      fieldLabel={t('sideBySide.find')}
      nothing={t('sideBySide.nothingFound')}
      matches={matches}
      options={[
        ...accounts.map((accountId, at) =>
          option({ accountId }, names[at] ?? '', <AccountChoice id={accountId} />),
        ),
        ...filters.map((filter) => {
          const name = t('sideBySide.ofAll', { filter: t(`inbox.filter.${filter}`) })
          return option({ filter }, name, <FilterChoice name={name} />)
        }),
      ]}
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
    />
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

function FilterChoice({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ListFilter size={14} aria-hidden className="shrink-0 text-soft" />
      <span className="truncate">{name}</span>
    </span>
  )
}
