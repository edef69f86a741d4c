import type { AccountSummary } from '#shared/model/account.ts'
import { isProxyTrouble } from '#shared/model/proxy.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { isStopped } from '../../parts/attention/account-needs.ts'
import { WANTS_SCAN } from '../../parts/attention/wants-scan.ts'
import { NetworkSettingsButton } from '../../parts/network/network-settings-button.tsx'
import { useAction, useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'

/** What is wrong with a conversation's account, and the way out of it (P18); nothing while all is well. */
export function AccountBanner({ account }: { account: AccountSummary }) {
  const { t } = useTranslation()
  const { ui, client } = useServices()
  const reconnect = useAction()
  const formats = useFormats()
  const now = useNow('minute')
  const { id, state, stateSince, reason } = account
  const mustScan = WANTS_SCAN.includes(state) || reason === 'host-not-allowed'
  if (mustScan) {
    const words = { account: accountName(account, t), since: formats.since(stateSince, now) }
    return (
      <Banner
        tone={state === 'needs-sign-in' ? 'danger' : 'warn'}
        role={state === 'needs-sign-in' ? 'alert' : 'status'}
        action={
          <Button size="small" onClick={() => ui.setState({ signIn: { kind: 'again', accountId: id } })}>
            {t('accounts.menu.signIn')}
          </Button>
        }
      >
        {reason === 'host-not-allowed'
          ? t('account.reason.host-not-allowed')
          : t(
              `conversation.signIn.${state === 'checking' || state === 'signed-out' ? state : 'needs-sign-in'}`,
              words,
            )}
      </Banner>
    )
  }
  if (isStopped(account) && reason !== null) {
    return (
      <Banner
        tone="danger"
        role="alert"
        action={
          <Button
            size="small"
            disabled={reconnect.busy}
            onClick={() => void reconnect.run(() => client.request('accounts.reconnect', { id }))}
          >
            {t('accounts.menu.reconnect')}
          </Button>
        }
      >
        {t(`account.reason.${reason}`)}
      </Banner>
    )
  }
  if (isProxyTrouble(reason)) {
    return (
      <Banner tone="warn" role="status" action={<NetworkSettingsButton look="plain" />}>
        {t(`account.reason.${reason}`)}
      </Banner>
    )
  }
  if (!account.maybeMuted) return null
  return (
    <Banner tone="warn" role="alert">
      {t('conversation.muted')}
    </Banner>
  )
}
