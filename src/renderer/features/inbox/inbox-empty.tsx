import { useTranslation } from 'react-i18next'
import { useFilterCounts } from '../../store/use-counts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'
import type { InboxView } from './order.ts'

/** Why the list is empty, and the way on from there. */
export function InboxEmpty(props: {
  view: Pick<InboxView, 'accountId' | 'filter' | 'tags'>
  onEverybody: () => void
  onShowAll: () => void
  onAllAccounts: () => void
  onAddAccount: () => void
}) {
  const { t } = useTranslation()
  const { accountId, filter, tags } = props.view
  const hasAny = (useFilterCounts(accountId).get('all') ?? 0) > 0
  if (tags.length > 0 && hasAny) return <NobodyTagged onEverybody={props.onEverybody} />
  if (filter !== 'all' && hasAny) {
    return (
      <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
        {t(`inbox.empty.${filter}`)}
      </EmptyState>
    )
  }
  if (accountId !== null) {
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

/** Nobody with the chosen tags is in the filter. */
export function NobodyTagged({ onEverybody }: { onEverybody: () => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState action={<Button onClick={onEverybody}>{t('inbox.tags.everybody')}</Button>}>
      {t('inbox.tags.nobody')}
    </EmptyState>
  )
}
