import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountId } from '#shared/model/ids.ts'
import { accountOrder } from '../../store/account-order.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { AccountRow } from './account-row.tsx'

const COLUMNS = ['account', 'state', 'since', 'contact', 'inbound'] as const

/** Every account with its state in words and what can be done about it. */
export function Accounts(props: { onAddAccount: () => void; onSignInAgain: (id: AccountId) => void }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const ordered = useMemo(() => accountOrder(accounts.values()), [accounts])
  const action = useAction()
  return (
    <main className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <header className="flex items-center justify-between gap-4 px-6 pt-6 pb-4">
        <h1 className="text-heading font-semibold">{t('accounts.title')}</h1>
        <Button look="primary" onClick={props.onAddAccount}>
          <Plus size={14} aria-hidden />
          {t('nav.addAccount')}
        </Button>
      </header>
      {action.error ? <ErrorLine code={action.error} className="px-6 pb-3" /> : null}
      {ordered.length === 0 ? <EmptyState>{t('accounts.empty')}</EmptyState> : null}
      <div className="min-h-0 flex-1 overflow-auto px-6 pb-6">
        <table aria-label={t('accounts.table')} className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className="sticky top-0 border-b bg-page px-3 py-2 text-left text-meta font-medium text-soft first:pl-4"
                >
                  {t(`accounts.column.${column}`)}
                </th>
              ))}
              <th scope="col" className="sticky top-0 border-b bg-page">
                <span className="sr-only">{t('accounts.column.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((account) => (
              <AccountRow
                key={account.id}
                account={account}
                action={action}
                onSignInAgain={props.onSignInAgain}
              />
            ))}
          </tbody>
        </table>
      </div>
    </main>
  )
}
