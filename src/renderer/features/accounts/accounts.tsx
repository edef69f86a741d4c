import { Download, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountId } from '#shared/model/ids.ts'
import { accountOrder } from '../../store/account-order.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { AccountTable } from './account-table.tsx'
import type { AccountSort } from './order.ts'

export interface AccountsProps {
  onAddAccount: () => void
  onImport: () => void
  onSignInAgain: (id: AccountId) => void
}

/** Every account with its state in words and what can be done about it. */
export function Accounts(props: AccountsProps) {
  const { t } = useTranslation()
  const all = useReplica((replica) => replica.accounts)
  const ordered = useMemo(() => accountOrder(all.values()), [all])
  const action = useAction()
  const [sort, setSort] = useState<AccountSort>(null)
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden">
      <header className="flex flex-wrap items-center gap-2 px-6 pt-6 pb-4">
        <h1 className="mr-auto text-heading font-semibold">{t('accounts.title')}</h1>
        {sort === null ? null : (
          <Button look="quiet" onClick={() => setSort(null)}>
            {t('accounts.sort.own')}
          </Button>
        )}
        <Button onClick={props.onImport}>
          <Download size={14} aria-hidden />
          {t('importing.open')}
        </Button>
        <Button look="primary" onClick={props.onAddAccount}>
          <Plus size={14} aria-hidden />
          {t('nav.addAccount')}
        </Button>
      </header>
      {action.error ? <ErrorLine code={action.error} className="px-6 pb-3" /> : null}
      {ordered.length === 0 ? <EmptyState>{t('accounts.empty')}</EmptyState> : null}
      <AccountTable
        ordered={ordered}
        action={action}
        sort={sort}
        onSort={setSort}
        onSignInAgain={props.onSignInAgain}
      />
    </main>
  )
}
