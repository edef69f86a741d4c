import { Download, Plus } from 'lucide-react'
import { useMemo } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useAction, useReplica, useUi } from '../../store/hooks.ts'
import type { Replica } from '../../store/replica.ts'
import { useServices } from '../../store/services.tsx'
import type { AccountSort, AccountsShown } from '../../store/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { AccountTable } from './account-table.tsx'

export interface AccountsProps {
  onAddAccount: () => void
  onImport: () => void
  /** Shows the inbox of an account. */
  onOpen: (id: AccountId) => void
  onSignInAgain: (id: AccountId) => void
}

function isShown({ state, maybeMuted }: AccountSummary, shown: AccountsShown): boolean {
  switch (shown) {
    case 'all':
      return true
    case 'needs-sign-in':
      return state === 'needs-sign-in'
    case 'may-be-muted':
      return maybeMuted && state !== 'needs-sign-in'
    default:
      return unreachable(shown)
  }
}

/** The account with what was told later of when somebody wrote to it. */
function withLastInbound(account: AccountSummary, writtenTo: Replica['writtenTo']): AccountSummary {
  const lastInboundAt = writtenTo.get(account.id)
  return lastInboundAt === undefined ? account : { ...account, lastInboundAt }
}

/** Every account with its state in words and what can be done about it. */
export function Accounts(props: AccountsProps) {
  const { t } = useTranslation()
  const all = useReplica((replica) => replica.accounts)
  const writtenTo = useReplica((replica) => replica.writtenTo)
  const shown = useUi((state) => state.accountsShown)
  const ordered = useMemo(
    () =>
      accountOrder(all.values())
        .filter((account) => isShown(account, shown))
        .map((account) => withLastInbound(account, writtenTo)),
    [all, shown, writtenTo],
  )
  const { ui } = useServices()
  const action = useAction()
  const sort = useUi((state) => state.accountSort)
  const setSort = (accountSort: AccountSort) => ui.setState({ accountSort })
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
      {shown === 'all' ? null : (
        <p className="flex flex-wrap items-center gap-2 px-6 pb-3 text-preview">
          <span role="status">{t(`accounts.shown.${shown}`, { count: ordered.length })}</span>
          <Button look="link" size="small" onClick={() => ui.setState({ accountsShown: 'all' })}>
            {t('accounts.shown.all')}
          </Button>
        </p>
      )}
      {all.size === 0 ? <EmptyState>{t('accounts.empty')}</EmptyState> : null}
      <AccountTable
        ordered={ordered}
        action={action}
        sort={sort}
        isPart={shown !== 'all'}
        onOpen={props.onOpen}
        onSort={setSort}
        onSignInAgain={props.onSignInAgain}
      />
    </main>
  )
}
