import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
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
  const { view, onEverybody, onShowAll } = props
  const nobody =
    view.accountId === null ? (
      <EmptyState action={<Button onClick={props.onAddAccount}>{t('inbox.empty.addAccount')}</Button>}>
        {t('inbox.empty.none')}
      </EmptyState>
    ) : (
      <EmptyState action={<Button onClick={props.onAllAccounts}>{t('inbox.empty.allAccounts')}</Button>}>
        {t('inbox.empty.account')}
      </EmptyState>
    )
  return <NothingLeft view={view} nobody={nobody} onEverybody={onEverybody} onShowAll={onShowAll} />
}

/** That nothing is left of a list by its tags or its filter, and the way back; `nobody` where it is empty without them. */
export function NothingLeft(props: {
  view: Pick<InboxView, 'accountId' | 'filter' | 'tags'>
  nobody: ReactNode
  onEverybody: () => void
  onShowAll: () => void
}) {
  const { t } = useTranslation()
  const { accountId, filter, tags } = props.view
  const hasAny = (useFilterCounts(accountId).get('all') ?? 0) > 0
  if (tags.length > 0 && hasAny) {
    return (
      <EmptyState action={<Button onClick={props.onEverybody}>{t('inbox.tags.everybody')}</Button>}>
        {t('inbox.tags.nobody')}
      </EmptyState>
    )
  }
  if (filter === 'all' || !hasAny) return props.nobody
  return (
    <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
      {t(`inbox.empty.${filter}`)}
    </EmptyState>
  )
}
