import { useTranslation } from 'react-i18next'
import type { InboxFilter } from '../../store/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'

/** Why the list is empty, and the way on from there. */
export function InboxEmpty(props: {
  filter: InboxFilter
  /** One account's inbox is shown, not the merged one. */
  account: boolean
  onShowAll: () => void
  onAllAccounts: () => void
  onAddAccount: () => void
}) {
  const { t } = useTranslation()
  if (props.filter !== 'all') {
    return (
      <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
        {t(`inbox.empty.${props.filter}`)}
      </EmptyState>
    )
  }
  if (props.account) {
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
