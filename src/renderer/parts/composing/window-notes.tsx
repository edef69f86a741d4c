import type { AccountSummary } from '#shared/model/account.ts'
import type { SendReason } from '#shared/model/message.ts'
import type { WindowState } from '#shared/model/reply-window.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ClosedWindow } from './closed-window.tsx'

/** What stands in the way of an answer, in words: the window, the quota, the account's connection. */
export function WindowNotes(props: {
  kind: WindowState['kind']
  /** The contact wrote to an earlier sign-in of the account. */
  wroteBefore: boolean
  /** Messages left. */
  left: number
  account: AccountSummary | undefined
  contact: string
  /** Why the server refused the last message, where that is known. */
  reason?: SendReason | null
  /** What waits for the contact stands above, and says so. */
  hasWaiting?: boolean
}) {
  const { t } = useTranslation()
  const { kind, account, contact } = props
  return (
    <>
      {kind === 'open' ? null : (
        <ClosedWindow
          kind={kind}
          wroteBefore={props.wroteBefore}
          contact={contact}
          reason={props.reason ?? null}
          hasWaiting={props.hasWaiting ?? false}
        />
      )}
      {kind === 'open' && props.left === 0 ? (
        <p className="mb-2 text-preview text-warn">{t('composer.noneLeft', { name: contact })}</p>
      ) : null}
      {account && account.state !== 'online' && account.state !== 'connecting' ? (
        <p className="mb-2 text-preview text-soft">
          {t(`composer.accountState.${account.state}`, { account: accountName(account, t) })}
        </p>
      ) : null}
    </>
  )
}
