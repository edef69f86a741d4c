import { useTranslation } from 'react-i18next'
import type { AccountId } from '#shared/model/ids.ts'
import type { InboxFilter } from '../../store/ui.ts'
import { useFilterCounts } from '../../store/use-filter-counts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'

/** Why the list is empty, and the way on from there. */
export function InboxEmpty(props: {
  filter: InboxFilter
  /** Whose inbox is shown; null for the merged one. */
  accountId: AccountId | null
  onShowAll: () => void
  onAllAccounts: () => void
  onAddAccount: () => void
}) {
  const { t } = useTranslation()
  const counts = useFilterCounts(props.accountId)
  if (props.filter !== 'all' && counts.all > 0) {
    return (
      <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
        {t(`inbox.empty.${props.filter}`)}
      </EmptyState>
    )
  }
  if (props.accountId !== null) {
    return (
      <EmptyState action={<Button onClick={props.onAllAccounts}>{t('inbox.empty.allAccounts')}</Button>}>
        {t('inbox.empty.account')}
      </EmptyState>
    )
  }
  return (
    <EmptyState action={<Button onClick={props.onAddAccount}>{t('inbox.empty.addAccount')}</Button>}>
      {t('inbox.empty.none')}
    </EmptyState>
  )
}
