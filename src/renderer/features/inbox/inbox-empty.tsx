import { useTranslation } from 'react-i18next'
import { useChosenAccount, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'

/** Why the list is empty, and the way on from there. */
export function InboxEmpty({ onAddAccount }: { onAddAccount: () => void }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const filter = useUi((state) => state.filter)
  const account = useChosenAccount()
  if (filter !== 'all') {
    return (
      <EmptyState
        action={<Button onClick={() => ui.setState({ filter: 'all' })}>{t('inbox.empty.showAll')}</Button>}
      >
        {t(`inbox.empty.${filter}`)}
      </EmptyState>
    )
  }
  if (account) {
    return (
      <EmptyState
        action={
          <Button onClick={() => ui.setState({ accountId: null })}>{t('inbox.empty.allAccounts')}</Button>
        }
      >
        {t('inbox.empty.account')}
      </EmptyState>
    )
  }
  return (
    <EmptyState action={<Button onClick={onAddAccount}>{t('inbox.empty.addAccount')}</Button>}>
      {t('inbox.empty.none')}
    </EmptyState>
  )
}
