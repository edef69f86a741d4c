import type { AccountId } from '#shared/model/ids.ts'
import type { NotificationSettings } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { AccountChecks } from './account-checks.tsx'
import type { Choices } from './use-settings-group.ts'

/** Which accounts' new messages are told. */
export function AccountRules({ choices }: { choices: Choices<NotificationSettings> }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const silent = new Set(choices.chosen.silentAccounts)

  /** Accounts that have gone are forgotten with the next choice. */
  function tell(ids: readonly AccountId[], isTold: boolean): void {
    const changed = new Set(ids)
    const next = accountOrder(accounts.values()).flatMap(({ id }) =>
      (changed.has(id) ? !isTold : silent.has(id)) ? [id] : [],
    )
    choices.change({ silentAccounts: next })
  }

  return (
    <>
      <p className="mb-3 text-preview text-soft">{t('settings.notify.accountsHint')}</p>
      <AccountChecks
        label={t('settings.notify.accounts')}
        isChecked={(id) => !silent.has(id)}
        onCheck={(id, isTold) => tell([id], isTold)}
        className="max-h-66"
        beside={(shown) => (
          <>
            <Button onClick={() => tell(shown, true)}>{t('settings.notify.allAccounts')}</Button>
            <Button onClick={() => tell(shown, false)}>{t('settings.notify.noAccounts')}</Button>
          </>
        )}
      />
    </>
  )
}
